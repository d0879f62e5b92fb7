#include "server/catalog/associate.h"

#include <set>

#include "server/catalog/field_checks.h"

namespace rapport::catalog {
namespace {

// Adds a DUPLICATE for every element that came before.
template <typename Id>
void CheckOnce(absl::string_view list, const std::vector<Id>& ids,
               FieldChecks& checks) {
  std::set<Id> seen;
  for (size_t i = 0; i < ids.size(); ++i) {
    if (seen.insert(ids[i]).second) continue;
    checks.Add(ElementPath(list, i), reason::kDuplicate,
               "an element that is there already; each comes once");
  }
}

void CheckLanguages(const std::vector<SpokenLanguage>& languages,
                    FieldChecks& checks) {
  checks.Count("languages", languages.size(), {1, kAssociateLanguagesMax});
  std::set<std::string> seen;
  for (size_t i = 0; i < languages.size() && i < kAssociateLanguagesMax; ++i) {
    const std::string tag_path = ElementPath("languages", i, "language_code");
    checks.LanguageTag(tag_path, languages[i].tag);
    if (!seen.insert(LanguageKey(languages[i].tag)).second) {
      checks.Add(tag_path, reason::kDuplicate,
                 "a language that is there already; each primary language "
                 "comes once");
    }
    if (languages[i].level < LanguageLevel::kBasic ||
        languages[i].level > LanguageLevel::kNative) {
      checks.Add(ElementPath("languages", i, "level"), reason::kRequired,
                 "no level; a language is spoken at one of four");
    }
  }
}

}  // namespace

FieldProblems CheckAssociate(const AssociateContent& content) {
  FieldChecks checks;
  checks.Text("display_name", content.display_name,
              {1, kAssociateNameLengthMax});
  checks.Count("stores", content.stores.size(), {1, kAssociateStoresMax});
  CheckOnce("stores", content.stores, checks);
  CheckLanguages(content.languages, checks);
  checks.Count("styles", content.styles.size(), {0, kAssociateStylesMax});
  CheckOnce("styles", content.styles, checks);
  checks.Count("services", content.services.size(), {0, kAssociateServicesMax});
  CheckOnce("services", content.services, checks);
  if (content.channels.empty()) {
    checks.Add("channels", reason::kRequired,
               "no channel; an associate takes at least one");
  }
  checks.Words("attributes", content.attributes, kAssociateAttributesMax);
  return checks.Take();
}

}  // namespace rapport::catalog
