#include "server/search/slot_offer.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/vocabulary/error.h"

namespace rapport::search {
namespace {

// What policies have to say of the wish at the store.
catalog::OfferVerdict VerdictAt(const BrandIndex& index,
                                const AssociateRecord& associate,
                                const SlotWish& wish,
                                const StoreRecord& store) {
  return catalog::DecideOffer(
      index.offer_policies(),
      {associate.associate->id, store.store->id, store.store->content.market,
       wish.service->id, wish.channel});
}

absl::Status NotOfferedHere(const BrandIndex& index,
                            const AssociateRecord& associate,
                            const SlotWish& wish, const StoreRecord& store) {
  const catalog::OfferVerdict verdict =
      VerdictAt(index, associate, wish, store);
  const catalog::OfferStep* step = verdict.decided_by();
  const catalog::OfferScope scope =
      step == nullptr ? catalog::OfferScope() : step->scope;
  return WithValues(
      Error(absl::StatusCode::kFailedPrecondition, "NOT_OFFERED_HERE",
            absl::StrCat(
                wish.service->id.text(), " by ", ChannelWord(wish.channel),
                " is not offered here; so says the policy of ", scope.text())),
      {{"decided_by", scope.NameIn(index.brand().id)}});
}

// OK if policies allow the wish at a store of theirs where the service is had.
absl::Status CheckPolicySomewhere(const BrandIndex& index,
                                  const AssociateRecord& associate,
                                  const SlotWish& wish) {
  if (index.offers().empty()) return absl::OkStatus();
  const StoreRecord* first = nullptr;
  for (const StoreId& id : associate.associate->content.stores) {
    const StoreRecord* store = index.FindStore(id);
    if (store == nullptr || !StoreOffers(*store->store, wish.service->id)) {
      continue;
    }
    if (PolicyAllows(index, associate, wish, *store)) return absl::OkStatus();
    if (first == nullptr) first = store;
  }
  if (first == nullptr) return absl::OkStatus();
  return NotOfferedHere(index, associate, wish, *first);
}

}  // namespace

bool Serves(const catalog::Associate& associate, const StoreId& store) {
  const auto& stores = associate.content.stores;
  return std::find(stores.begin(), stores.end(), store) != stores.end();
}

bool PolicyAllows(const BrandIndex& index, const AssociateRecord& associate,
                  const SlotWish& wish, const StoreRecord& store) {
  if (index.offers().empty()) return true;
  return index.offers()
      .OfferedChannels(index.NumberOf(associate), index.NumberOf(store),
                       index.ServiceNumber(wish.service->id))
      .Has(wish.channel);
}

absl::Status CheckNoClass(const catalog::Service& service) {
  if (!service.is_class()) return absl::OkStatus();
  return InvalidField("service", "IS_A_CLASS",
                      "is a class; seats of its sessions are held, see "
                      "ListSessions");
}

absl::Status CheckLength(const catalog::Service& service,
                         const std::optional<absl::Duration>& duration) {
  if (!duration.has_value() || service.CanLast(*duration)) {
    return absl::OkStatus();
  }
  std::vector<std::string> choices = {absl::FormatDuration(service.duration)};
  for (absl::Duration choice : service.duration_choices) {
    choices.push_back(absl::FormatDuration(choice));
  }
  return InvalidField(
      "duration", "NOT_A_CHOICE",
      absl::StrCat("is ", absl::FormatDuration(*duration), "; ",
                   service.id.text(), " takes ", absl::StrJoin(choices, ", ")));
}

absl::Status CheckOffered(const BrandIndex& index,
                          const AssociateRecord& associate,
                          const SlotWish& wish) {
  constexpr auto kCode = absl::StatusCode::kFailedPrecondition;
  const absl::Status length = CheckLength(*wish.service, wish.duration);
  if (!length.ok()) return length;
  const int number = index.ServiceNumber(wish.service->id);
  if (number < 0 || !associate.services.test(number)) {
    return Error(kCode, "SERVICE_NOT_OFFERED",
                 absl::StrCat("the associate does not perform ",
                              wish.service->id.text()));
  }
  const ChannelSet both =
      associate.associate->content.channels & wish.service->channels;
  if (!both.Has(wish.channel)) {
    return Error(
        kCode, "CHANNEL_NOT_OFFERED",
        absl::StrCat("the associate does not offer ", wish.service->id.text(),
                     " by ", ChannelWord(wish.channel)));
  }
  if (!wish.store.has_value()) {
    return CheckPolicySomewhere(index, associate, wish);
  }
  const StoreRecord* store = index.FindStore(*wish.store);
  if (store == nullptr || !Serves(*associate.associate, *wish.store)) {
    return Error(kCode, "STORE_NOT_SERVED",
                 "the associate does not serve at that store");
  }
  if (!StoreOffers(*store->store, wish.service->id)) {
    return Error(
        kCode, "SERVICE_NOT_OFFERED",
        absl::StrCat("the store does not offer ", wish.service->id.text()));
  }
  if (PolicyAllows(index, associate, wish, *store)) return absl::OkStatus();
  return NotOfferedHere(index, associate, wish, *store);
}

}  // namespace rapport::search
