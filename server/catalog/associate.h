// A person who serves shoppers at one or more stores.
#ifndef RAPPORT_SERVER_CATALOG_ASSOCIATE_H_
#define RAPPORT_SERVER_CATALOG_ASSOCIATE_H_

#include <string>
#include <vector>

#include "server/catalog/brand.h"
#include "server/vocabulary/channel.h"
#include "server/vocabulary/field_problem.h"
#include "server/vocabulary/id.h"
#include "server/vocabulary/language.h"

namespace rapport::catalog {

inline constexpr size_t kAssociateNameLengthMax = 100;
inline constexpr size_t kAssociateStoresMax = 20;
inline constexpr size_t kAssociateLanguagesMax = 20;
inline constexpr size_t kAssociateStylesMax = 64;
inline constexpr size_t kAssociateServicesMax = 64;
inline constexpr size_t kAssociateAttributesMax = 32;

// Everything of an associate but their revision; what an import compares.
struct AssociateContent {
  std::string display_name;
  std::vector<StoreId> stores;  // the home store first
  std::vector<SpokenLanguage> languages;
  std::vector<StyleId> styles;
  std::vector<ServiceId> services;
  ChannelSet channels;
  std::vector<std::string> attributes = {};  // words of the brand, slugs

  friend bool operator==(const AssociateContent&,
                         const AssociateContent&) = default;
};

struct Associate {
  AssociateId id;
  std::string source;
  std::string source_id;
  AssociateContent content;
  Revision revision;
};

// Everything wrong with `content` by the bounds of rapport.v1.Associate, as
// far as it can be told without the catalog; empty if nothing is.
FieldProblems CheckAssociate(const AssociateContent& content);

}  // namespace rapport::catalog

#endif  // RAPPORT_SERVER_CATALOG_ASSOCIATE_H_
