#include "server/vocabulary/channel.h"

namespace rapport {

absl::string_view ChannelWord(Channel channel) {
  switch (channel) {
    case Channel::kInStore:
      return "in-store";
    case Channel::kVideo:
      return "video";
    case Channel::kPhone:
      return "phone";
    case Channel::kChat:
      return "chat";
    case Channel::kWhatsapp:
      return "whatsapp";
    case Channel::kWechat:
      return "wechat";
    case Channel::kSms:
      return "sms";
    case Channel::kEmail:
      return "email";
  }
  return "unknown";
}

std::optional<Channel> ChannelOfWord(absl::string_view word) {
  for (Channel channel : kAllChannels) {
    if (ChannelWord(channel) == word) return channel;
  }
  return std::nullopt;
}

}  // namespace rapport
