// How a shopper and an associate meet, and sets of that.
#ifndef RAPPORT_SERVER_VOCABULARY_CHANNEL_H_
#define RAPPORT_SERVER_VOCABULARY_CHANNEL_H_

#include <cstdint>
#include <initializer_list>
#include <optional>

#include "absl/strings/string_view.h"

namespace rapport {

// The values are those of rapport.v1.Channel and of the database.
enum class Channel : uint8_t {
  kInStore = 1,
  kVideo = 2,
  kPhone = 3,
  kChat = 4,
  kWhatsapp = 5,
  kWechat = 6,
  kSms = 7,
  kEmail = 8,
};

inline constexpr Channel kAllChannels[] = {
    Channel::kInStore,  Channel::kVideo,  Channel::kPhone, Channel::kChat,
    Channel::kWhatsapp, Channel::kWechat, Channel::kSms,   Channel::kEmail};

// The word for it: `in-store`, `video`, `phone`, `chat`, `whatsapp`, `wechat`,
// `sms`, `email`.
absl::string_view ChannelWord(Channel channel);

// The channel of that word, or nothing.
std::optional<Channel> ChannelOfWord(absl::string_view word);

// A set of channels. A value type of two bytes.
class ChannelSet {
 public:
  constexpr ChannelSet() = default;
  constexpr ChannelSet(std::initializer_list<Channel> channels) {
    for (Channel channel : channels) Add(channel);
  }
  // From the bits of `bits()`; unknown bits are dropped.
  static constexpr ChannelSet FromBits(uint16_t bits) {
    ChannelSet set;
    set.bits_ = bits & 0x1FE;
    return set;
  }
  static constexpr ChannelSet All() { return FromBits(0x1FE); }

  constexpr void Add(Channel channel) { bits_ |= Bit(channel); }
  constexpr bool Has(Channel channel) const { return bits_ & Bit(channel); }
  constexpr bool empty() const { return bits_ == 0; }
  // Bit n stands for the channel of value n.
  constexpr uint16_t bits() const { return bits_; }

  friend constexpr ChannelSet operator&(ChannelSet a, ChannelSet b) {
    return FromBits(a.bits_ & b.bits_);
  }
  friend constexpr ChannelSet operator|(ChannelSet a, ChannelSet b) {
    return FromBits(a.bits_ | b.bits_);
  }
  friend constexpr bool operator==(ChannelSet, ChannelSet) = default;

 private:
  static constexpr uint16_t Bit(Channel channel) {
    return static_cast<uint16_t>(1u << static_cast<uint8_t>(channel));
  }
  uint16_t bits_ = 0;
};

}  // namespace rapport

#endif  // RAPPORT_SERVER_VOCABULARY_CHANNEL_H_
