#include "clients/cli/demo/place_languages.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace rapport::demo {
namespace {

struct Row {
  const char* country;
  const char* native;
  const char* learnt;
};

constexpr Row kRows[] = {
    // North America and the Caribbean
    {"US", "en 78,es 14,zh 3,vi 2,fil 2,ko 1", "es 12,fr 4,en 95"},
    {"CA", "en 60,fr 22,pa 6,zh 6,fil 3,ar 3", "fr 25,en 80"},
    {"MX", "es 100", "en 35,fr 4"},
    {"GT", "es 90,quc 10", "en 25"},
    {"CR", "es 97,en 3", "en 40"},
    {"PA", "es 94,en 6", "en 40"},
    {"SV", "es 100", "en 25"},
    {"HN", "es 97,en 3", "en 25"},
    {"NI", "es 100", "en 20"},
    {"CU", "es 100", "en 25"},
    {"DO", "es 97,ht 3", "en 35"},
    {"PR", "es 90,en 10", "en 60"},
    {"JM", "en 100", "es 10"},
    {"TT", "en 100", "es 15"},
    {"BS", "en 95,ht 5", "es 15"},
    {"HT", "ht 90,fr 10", "fr 60,en 20"},
    // South America
    {"BR", "pt 98,es 2", "en 25,es 20"},
    {"AR", "es 97,it 3", "en 35,pt 12"},
    {"CL", "es 98,arn 2", "en 30"},
    {"CO", "es 100", "en 25"},
    {"PE", "es 88,qu 12", "en 25"},
    {"VE", "es 100", "en 20"},
    {"EC", "es 94,qu 6", "en 25"},
    {"BO", "es 75,qu 15,ay 10", "en 20"},
    {"PY", "es 60,gn 40", "pt 15,en 15"},
    {"UY", "es 100", "pt 20,en 30"},
    {"GY", "en 100", "es 10"},
    {"SR", "nl 80,srn 20", "en 50"},
    // Europe
    {"GB", "en 90,pl 3,pa 3,ur 2,cy 2", "fr 15,es 8,de 6"},
    {"IE", "en 94,ga 3,pl 3", "fr 15,ga 20"},
    {"FR", "fr 92,ar 5,pt 3", "en 50,es 18,it 6"},
    {"MC", "fr 70,it 30", "en 70,it 40"},
    {"BE", "nl 55,fr 40,ar 5", "en 60,fr 40,de 15"},
    {"NL", "nl 92,tr 4,ar 4", "en 90,de 50,fr 15"},
    {"LU", "lb 50,fr 30,pt 20", "fr 80,de 70,en 60"},
    {"DE", "de 88,tr 5,ru 4,pl 3", "en 65,fr 14,es 6"},
    {"AT", "de 92,tr 4,hr 4", "en 70,it 10,fr 10"},
    {"CH", "de 62,fr 24,it 9,pt 5", "en 65,fr 40,de 30,it 20"},
    {"IT", "it 96,ro 2,ar 2", "en 40,fr 18,es 12"},
    {"ES", "es 78,ca 16,gl 4,eu 2", "en 35,fr 12"},
    {"PT", "pt 98,uk 2", "en 50,es 25,fr 20"},
    {"MT", "mt 95,en 5", "en 90,it 55"},
    {"SE", "sv 92,ar 5,fi 3", "en 90,de 20"},
    {"NO", "nb 95,pl 5", "en 90,sv 40,de 20"},
    {"DK", "da 95,ar 5", "en 88,de 40,sv 20"},
    {"FI", "fi 90,sv 7,ru 3", "en 80,sv 40"},
    {"IS", "is 95,pl 5", "en 95,da 30"},
    {"EE", "et 70,ru 30", "en 65,ru 40,fi 20"},
    {"LV", "lv 63,ru 37", "en 55,ru 45"},
    {"LT", "lt 86,ru 8,pl 6", "en 55,ru 40,pl 10"},
    {"PL", "pl 96,uk 4", "en 50,de 18"},
    {"CZ", "cs 96,sk 2,uk 2", "en 45,de 20,sk 20"},
    {"SK", "sk 86,hu 14", "en 40,cs 60,de 20"},
    {"HU", "hu 98,de 2", "en 40,de 20"},
    {"RO", "ro 92,hu 8", "en 45,fr 15,it 10"},
    {"BG", "bg 90,tr 10", "en 40,ru 20,de 10"},
    {"GR", "el 97,sq 3", "en 60,de 12,fr 10"},
    {"CY", "el 80,tr 20", "en 80,ru 12"},
    {"HR", "hr 97,it 3", "en 60,de 30,it 15"},
    {"SI", "sl 95,it 5", "en 65,de 35,hr 30"},
    {"RS", "sr 92,hu 8", "en 50,de 15"},
    {"BA", "bs 60,hr 20,sr 20", "en 40,de 25"},
    {"MK", "mk 70,sq 30", "en 40,sr 30"},
    {"AL", "sq 100", "en 45,it 40"},
    {"MD", "ro 80,ru 20", "ru 60,en 30"},
    {"UA", "uk 75,ru 25", "en 35,pl 12"},
    {"BY", "ru 75,be 25", "en 25"},
    {"RU", "ru 95,tt 5", "en 30,de 6"},
    {"TR", "tr 90,ku 8,ar 2", "en 35,de 8"},
    // Caucasus and Central Asia
    {"GE", "ka 92,hy 4,az 4", "ru 50,en 40"},
    {"AM", "hy 98,ru 2", "ru 60,en 40"},
    {"AZ", "az 95,ru 5", "ru 45,tr 20,en 30"},
    {"KZ", "kk 65,ru 35", "ru 70,en 25"},
    {"UZ", "uz 88,ru 12", "ru 50,en 20"},
    {"KG", "ky 75,ru 25", "ru 60,en 15"},
    {"MN", "mn 100", "en 30,ru 20,ko 8"},
    // Middle East
    {"AE", "ar 30,hi 25,ur 15,fil 15,ml 15", "en 90,ar 25,ru 6"},
    {"SA", "ar 80,ur 10,fil 10", "en 60"},
    {"QA", "ar 45,hi 25,ml 15,fil 15", "en 85"},
    {"KW", "ar 65,hi 20,fil 15", "en 75"},
    {"BH", "ar 65,hi 20,fil 15", "en 80"},
    {"OM", "ar 75,hi 15,ml 10", "en 65"},
    {"JO", "ar 100", "en 50"},
    {"LB", "ar 92,hy 8", "fr 60,en 60"},
    {"IL", "he 70,ar 20,ru 10", "en 80,fr 10"},
    {"IQ", "ar 80,ku 20", "en 30"},
    {"IR", "fa 75,az 20,ku 5", "en 30"},
    {"YE", "ar 100", "en 20"},
    // Africa
    {"EG", "ar 100", "en 45,fr 10"},
    {"MA", "ar 75,zgh 25", "fr 70,en 30,es 12"},
    {"DZ", "ar 80,kab 20", "fr 65,en 20"},
    {"TN", "ar 100", "fr 70,en 30,it 10"},
    {"LY", "ar 100", "en 30"},
    {"SD", "ar 100", "en 30"},
    {"ET", "am 60,om 40", "en 45"},
    {"KE", "sw 70,ki 30", "en 85"},
    {"TZ", "sw 100", "en 50"},
    {"UG", "lg 60,sw 40", "en 80"},
    {"RW", "rw 100", "en 50,fr 40,sw 30"},
    {"NG", "en 40,yo 20,ha 20,ig 20", "en 90"},
    {"GH", "ak 70,ee 30", "en 85,fr 10"},
    {"CI", "fr 70,dyu 30", "en 20,fr 85"},
    {"SN", "wo 80,fr 20", "fr 80,en 15"},
    {"CM", "fr 70,en 30", "en 40,fr 50"},
    {"CD", "fr 50,ln 50", "fr 70,sw 20"},
    {"AO", "pt 80,umb 20", "en 20"},
    {"MZ", "pt 100", "en 25"},
    {"ZM", "bem 70,ny 30", "en 80"},
    {"ZW", "sn 80,nd 20", "en 85"},
    {"ZA", "en 30,zu 30,xh 15,af 25", "en 85,af 20"},
    {"NA", "af 40,kj 40,de 20", "en 80"},
    {"MU", "mfe 80,fr 20", "en 75,fr 75"},
    {"RE", "fr 100", "en 30"},
    {"CV", "pt 60,kea 40", "fr 25,en 30"},
    // South Asia
    {"IN", "hi 45,bn 10,te 9,mr 9,ta 8,gu 7,kn 6,pa 6", "en 70,hi 40"},
    {"PK", "ur 50,pa 35,sd 15", "en 50"},
    {"BD", "bn 100", "en 40,hi 15"},
    {"LK", "si 75,ta 25", "en 55"},
    {"NP", "ne 75,mai 25", "en 45,hi 40"},
    {"AF", "fa 55,ps 45", "en 20"},
    {"MV", "dv 100", "en 70"},
    // East and South-East Asia
    {"CN", "zh 92,yue 6,ug 2", "en 30,ja 4,ko 3"},
    {"HK", "yue 92,zh 8", "zh 75,en 65,ja 8"},
    {"MO", "yue 88,zh 8,pt 4", "zh 70,en 45"},
    {"TW", "zh 92,nan 8", "en 45,ja 20,nan 40"},
    {"JP", "ja 97,zh 2,ko 1", "en 30,zh 8,ko 6"},
    {"KR", "ko 98,zh 2", "en 45,ja 15,zh 12"},
    {"SG", "en 50,zh 30,ms 12,ta 8", "en 90,zh 40,ms 15"},
    {"MY", "ms 60,zh 25,ta 15", "en 75,ms 70,yue 10"},
    {"ID", "id 75,jv 20,su 5", "en 35,zh 5"},
    {"TH", "th 97,zh 3", "en 40,zh 12,ja 5"},
    {"VN", "vi 97,zh 3", "en 40,zh 8,fr 5"},
    {"PH", "fil 75,ceb 25", "en 90,es 3"},
    {"KH", "km 97,zh 3", "en 40,fr 8"},
    {"LA", "lo 100", "th 50,en 25"},
    {"MM", "my 95,zh 5", "en 35"},
    {"BN", "ms 85,zh 15", "en 80"},
    // Oceania
    {"AU", "en 85,zh 6,ar 3,vi 3,it 3", "fr 5,ja 5,en 95"},
    {"NZ", "en 85,mi 8,zh 5,sm 2", "mi 8,fr 4,en 95"},
    {"FJ", "en 40,fj 40,hif 20", "en 80"},
    {"PF", "fr 80,ty 20", "en 30"},
    {"NC", "fr 100", "en 30"},
    {"PG", "tpi 100", "en 60"},
    {"GU", "en 80,fil 20", "ja 15,ko 12"},
    {"WS", "sm 100", "en 60"},
    {"TO", "to 100", "en 60"},
};

constexpr const char* kVisitors[] = {"en", "zh", "es", "ar", "fr", "de",
                                     "ja", "ko", "ru", "pt", "it", "hi",
                                     "nl", "tr", "th", "pl", "sv", "he"};

std::vector<LanguageShare> Parse(absl::string_view text) {
  std::vector<LanguageShare> shares;
  for (absl::string_view entry : absl::StrSplit(text, ',')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(entry, ' ');
    LanguageShare share{.tag = std::string(parts.first)};
    if (absl::SimpleAtoi(parts.second, &share.percent)) {
      shares.push_back(std::move(share));
    }
  }
  return shares;
}

using Table = absl::flat_hash_map<std::string, PlaceLanguages>;

const Table& Countries() {
  static const Table* const table = [] {
    auto* countries = new Table;
    for (const Row& row : kRows) {
      (*countries)[row.country] = {Parse(row.native), Parse(row.learnt)};
    }
    return countries;
  }();
  return *table;
}

}  // namespace

const PlaceLanguages* FindPlaceLanguages(absl::string_view country_code) {
  const auto found = Countries().find(country_code);
  return found == Countries().end() ? nullptr : &found->second;
}

const PlaceLanguages& PlaceLanguagesOr(absl::string_view country_code) {
  static const PlaceLanguages* const english =
      new PlaceLanguages{{{"en", 100}}, {}};
  const PlaceLanguages* found = FindPlaceLanguages(country_code);
  return found == nullptr ? *english : *found;
}

absl::Span<const char* const> VisitorLanguages() { return kVisitors; }

}  // namespace rapport::demo
