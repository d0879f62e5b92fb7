// The methods of rapport.v1.CatalogService about where services are offered.
#include <memory>
#include <utility>

#include "server/catalog/catalog_service.h"
#include "server/catalog/offer_policy_convert.h"
#include "server/catalog/request_convert.h"
#include "server/search/offer_explanation.h"
#include "server/transport/convert.h"
#include "server/transport/resource_name.h"

namespace rapport::catalog {
namespace {

using transport::Call;

constexpr absl::string_view kGet = "rapport.v1.CatalogService/GetOfferPolicy";
constexpr absl::string_view kList =
    "rapport.v1.CatalogService/ListOfferPolicies";
constexpr absl::string_view kUpdate =
    "rapport.v1.CatalogService/UpdateOfferPolicy";
constexpr absl::string_view kExplain = "rapport.v1.CatalogService/ExplainOffer";

absl::Status Get(const Call& call, const CatalogDesk& desk,
                 const v1::GetOfferPolicyRequest& request,
                 v1::OfferPolicy* reply) {
  absl::StatusOr<OfferScope> scope =
      ToPolicyScope(call.caller, "name", request.name());
  if (!scope.ok()) return scope.status();
  auto index = ReadBrand(call, desk, "name", request.name());
  if (!index.ok()) return index.status();
  if (!CheckIsThere(**index, *scope).ok()) {
    return transport::NotFound("name", request.name());
  }
  const auto& policies = (*index)->offer_policies();
  const auto found = policies.find(*scope);
  FromOfferPolicy(
      call.caller.brand(),
      found == policies.end() ? OfferPolicy{*scope, {}, {}} : *found->second,
      reply);
  return absl::OkStatus();
}

absl::Status List(const Call& call, const CatalogDesk& desk,
                  const v1::ListOfferPoliciesRequest& request,
                  v1::ListOfferPoliciesResponse* reply) {
  absl::StatusOr<Page> page = ToPage(call, kList, request);
  if (!page.ok()) return page.status();
  auto index = ReadBrand(call, desk, "parent", request.parent());
  if (!index.ok()) return index.status();
  reply->set_next_page_token(FillPage(
      *page, (*index)->offer_policies(),
      [](const auto& entry) -> absl::string_view { return entry.first.text(); },
      [&](const auto& entry) -> size_t {
        if (entry.second->rules.empty()) return 0;
        v1::OfferPolicy* added = reply->add_offer_policies();
        FromOfferPolicy(call.caller.brand(), *entry.second, added);
        return added->ByteSizeLong();
      }));
  return absl::OkStatus();
}

absl::Status Update(const Call& call, CatalogDesk& desk,
                    const v1::UpdateOfferPolicyRequest& request,
                    v1::OfferPolicy* reply) {
  absl::StatusOr<OfferPolicy> policy =
      ToOfferPolicy(call.caller, request.offer_policy());
  if (!policy.ok()) return policy.status();
  absl::StatusOr<WriteCondition> when =
      ToCondition("offer_policy.etag", request.offer_policy().etag(),
                  /*allow_missing=*/true);
  if (!when.ok()) return when.status();
  policy = desk.PutOfferPolicy(call.caller, *std::move(policy), *when);
  if (policy.ok()) FromOfferPolicy(call.caller.brand(), *policy, reply);
  return policy.status();
}

// Those that are asked for, of which there must be each.
absl::StatusOr<OfferAsked> ToAsked(const Call& call,
                                   const search::BrandIndex& index,
                                   const v1::ExplainOfferRequest& request) {
  absl::StatusOr<AssociateId> associate = transport::ParseAssociateName(
      call.caller, "associate", request.associate());
  if (!associate.ok()) return associate.status();
  const search::AssociateRecord* who = index.FindAssociate(*associate);
  if (who == nullptr) {
    return transport::NotFound("associate", request.associate());
  }
  absl::StatusOr<StoreId> store =
      transport::ParseStoreName(call.caller, "store", request.store());
  if (!store.ok()) return store.status();
  const search::StoreRecord* where = index.FindStore(*store);
  if (where == nullptr) return transport::NotFound("store", request.store());
  absl::StatusOr<ServiceId> service =
      transport::ParseServiceName(call.caller, "service", request.service());
  if (!service.ok()) return service.status();
  const catalog::Service* what = index.FindService(*service);
  if (what == nullptr) {
    return transport::NotFound("service", request.service());
  }
  return OfferAsked{*who, *where, *what};
}

absl::Status Explain(const Call& call, const CatalogDesk& desk,
                     const v1::ExplainOfferRequest& request,
                     v1::ExplainOfferResponse* reply) {
  auto index = ReadBrand(call, desk, "associate", request.associate());
  if (!index.ok()) return index.status();
  absl::StatusOr<OfferAsked> asked = ToAsked(call, **index, request);
  if (!asked.ok()) return asked.status();
  ChannelSet channels = ChannelSet::All();
  if (request.channel() != v1::CHANNEL_UNSPECIFIED) {
    absl::StatusOr<Channel> channel =
        transport::ToChannel("channel", request.channel());
    if (!channel.ok()) return channel.status();
    channels = {*channel};
  }
  for (Channel channel : kAllChannels) {
    if (!channels.Has(channel)) continue;
    FromExplanation(call.caller.brand(), *asked, channel,
                    search::ExplainOffer(**index, asked->associate,
                                         asked->store, asked->service, channel),
                    reply->add_decisions());
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* CatalogService::GetOfferPolicy(
    grpc::CallbackServerContext* context,
    const v1::GetOfferPolicyRequest* request, v1::OfferPolicy* reply) {
  return front_.Serve(context, kGet, [=, this](const Call& call) {
    return Get(call, desk_, *request, reply);
  });
}

grpc::ServerUnaryReactor* CatalogService::ListOfferPolicies(
    grpc::CallbackServerContext* context,
    const v1::ListOfferPoliciesRequest* request,
    v1::ListOfferPoliciesResponse* reply) {
  return front_.Serve(context, kList, [=, this](const Call& call) {
    return List(call, desk_, *request, reply);
  });
}

grpc::ServerUnaryReactor* CatalogService::UpdateOfferPolicy(
    grpc::CallbackServerContext* context,
    const v1::UpdateOfferPolicyRequest* request, v1::OfferPolicy* reply) {
  return front_.Serve(context, kUpdate, [=, this](const Call& call) {
    return Update(call, desk_, *request, reply);
  });
}

grpc::ServerUnaryReactor* CatalogService::ExplainOffer(
    grpc::CallbackServerContext* context,
    const v1::ExplainOfferRequest* request, v1::ExplainOfferResponse* reply) {
  return front_.Serve(context, kExplain, [=, this](const Call& call) {
    return Explain(call, desk_, *request, reply);
  });
}

}  // namespace rapport::catalog
