// What words mean in hours that are written freely: English, and the week days
// and joining words of other languages. A word that means two things in two of
// them (`mar`, Tuesday and March) is in none.
#include <map>
#include <string>

#include "absl/strings/str_split.h"
#include "server/hours/free_text_tokens.h"

namespace rapport::hours {
namespace {

// Monday to Sunday, the words of one day between spaces; long ones are in
// several pieces.
// NOLINTBEGIN(bugprone-suspicious-missing-comma)
constexpr absl::string_view kDayWords[] = {
    "mo mon monday mondays lundi lun lunes lunedì montag maandag segunda seg "
    "пн понедельник 月 월 一",
    "tu tue tues tuesday tuesdays mardi martes martedì dienstag dinsdag terça "
    "ter вт вторник 火 화 二",
    "we wed weds wednesday wednesdays mercredi miercoles miércoles mercoledì "
    "mittwoch woensdag quarta qua ср среда 水 수 三",
    "th thu thur thurs thursday thursdays jeudi jeu jueves giovedì donnerstag "
    "donderdag quinta qui чт четверг 木 목 四",
    "fr fri frid friday fridays vendredi ven viernes venerdì freitag vrijdag "
    "sexta sex пт пятница 金 \xE2\xBE\xA6 금 五",
    "sa sat saturday saturdays samedi sam sabado sábado sábados sabato samstag "
    "zaterdag sab sáb сб суббота 土 토 六",
    "su sun sunday sundays dimanche dim domingo domingos domenica sonntag "
    "zondag dom вс вск воскресенье 日 일"};
// NOLINTEND(bugprone-suspicious-missing-comma)

constexpr absl::string_view kMonthWords[] = {
    "jan january",   "feb february", "march",        "apr april",
    "may",           "jun june",     "jul july",     "aug august",
    "sep september", "oct october",  "nov november", "dec december"};

struct Words {
  Token token;
  absl::string_view words;
};

const Words kOtherWords[] = {
    {{.kind = Token::kDays, .days = kEveryDay}, "daily everyday"},
    {{.kind = Token::kDays, .days = kWeekdays},
     "weekday weekdays wkday wkdays"},
    {{.kind = Token::kDays, .days = kWeekend}, "weekend weekends"},
    {{.kind = Token::kHoliday}, "holiday holidays 祝"},
    {{.kind = Token::kEaster}, "easter"},
    {{.kind = Token::kChristmas}, "christmas"},
    {{.kind = Token::kNewYear}, "newyear"},
    {{.kind = Token::kClosed},
     "closed close closing fermé ferme cerrado cerrados chiuso geschlossen "
     "fechado gesloten закрыто"},
    {{.kind = Token::kAppointment},
     "appointment appointments appt appts appoinment"},
    {{.kind = Token::kDash},
     "to till until til thru through a à au bis al às tot から 至"},
    {{.kind = Token::kAnd}, "and et y e und en и"},
    {{.kind = Token::kNo}, "no"},
    {{.kind = Token::kNoise},
     "from du de des le les la open hours hour hrs is on by only day days the "
     "of public bank uhr von 曜日 星期 每 每个 每個 周"},
};

std::map<std::string, Token, std::less<>> AllWords() {
  std::map<std::string, Token, std::less<>> all;
  const auto add = [&all](absl::string_view words, const Token& token) {
    for (absl::string_view word : absl::StrSplit(words, ' ')) {
      all.emplace(std::string(word), token);
    }
  };
  int number = 0;
  for (absl::string_view words : kDayWords) {
    add(words, {.kind = Token::kDay,
                .number = number,
                .days = static_cast<DayBits>(1u << number)});
    ++number;
  }
  number = 1;
  for (absl::string_view words : kMonthWords) {
    add(words, {.kind = Token::kMonth, .number = number++});
  }
  for (const Words& words : kOtherWords) add(words.words, words.token);
  return all;
}

}  // namespace

Token TokenOfWord(absl::string_view word) {
  static const auto* const all =
      new std::map<std::string, Token, std::less<>>(AllWords());
  const auto found = all->find(word);
  return found == all->end() ? Token{.kind = Token::kWord} : found->second;
}

}  // namespace rapport::hours
