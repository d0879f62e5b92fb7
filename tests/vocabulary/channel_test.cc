#include "server/vocabulary/channel.h"

#include "gtest/gtest.h"

namespace rapport {
namespace {

TEST(ChannelWord, OfEveryChannelLeadsBackToIt) {
  for (Channel channel : kAllChannels) {
    EXPECT_EQ(ChannelOfWord(ChannelWord(channel)), channel);
  }
}

TEST(ChannelWord, OfAValueThatIsNoneIsUnknown) {
  EXPECT_EQ(ChannelWord(static_cast<Channel>(0)), "unknown");
  EXPECT_EQ(ChannelWord(static_cast<Channel>(9)), "unknown");
}

TEST(ChannelOfWord, KnowsOnlyTheExactWords) {
  EXPECT_EQ(ChannelOfWord("in-store"), Channel::kInStore);
  for (absl::string_view word :
       {"", "unknown", "Video", "video ", "in_store", "e-mail"}) {
    EXPECT_EQ(ChannelOfWord(word), std::nullopt) << word;
  }
}

TEST(ChannelSet, HasWhatWasAddedAndNothingElse) {
  ChannelSet set;
  EXPECT_TRUE(set.empty());
  set.Add(Channel::kVideo);
  set.Add(Channel::kEmail);
  for (Channel channel : kAllChannels) {
    EXPECT_EQ(set.Has(channel),
              channel == Channel::kVideo || channel == Channel::kEmail);
  }
  EXPECT_EQ(set, (ChannelSet{Channel::kEmail, Channel::kVideo}));
}

TEST(ChannelSet, ReadsBackItsBitsAndDropsUnknownOnes) {
  const ChannelSet set{Channel::kInStore, Channel::kSms};
  EXPECT_EQ(ChannelSet::FromBits(set.bits()), set);
  EXPECT_EQ(ChannelSet::FromBits(0x8001), ChannelSet());
  EXPECT_EQ(ChannelSet::FromBits(0xFFFF), ChannelSet::All());
  for (Channel channel : kAllChannels) {
    EXPECT_TRUE(ChannelSet::All().Has(channel));
  }
}

TEST(ChannelSet, IntersectsByChannel) {
  const ChannelSet common = ChannelSet{Channel::kVideo, Channel::kChat} &
                            ChannelSet{Channel::kChat, Channel::kPhone};
  EXPECT_EQ(common, ChannelSet{Channel::kChat});
}

}  // namespace
}  // namespace rapport
