#include "clients/cli/demo/given_names.h"

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace rapport::demo {
namespace {

struct Area {
  const char* languages;  // tags, the first for which it stands
  const char* names;
  // Whether an initial follows: not in scripts that have none.
  bool takes_initial;
};

constexpr Area kAreas[] = {
    {"en cy ga mi",
     "Emma Olivia Grace Hannah Ruby Alice Jack Oliver Henry Samuel Leo Max "
     "Robin Charlie",
     true},
    {"es ca gl eu quc qu ay gn arn",
     "Sofía Lucía Valentina Camila Elena Carmen Mateo Diego Pablo Javier "
     "Andrés Tomás Alex Cruz",
     true},
    {"pt kea umb",
     "Beatriz Mariana Leonor Inês Clara Rita João Tiago Miguel Rafael Pedro "
     "Duarte Ariel",
     true},
    {"fr mfe ht wo dyu ln lb",
     "Camille Léa Manon Chloé Inès Juliette Louis Hugo Jules Théo Antoine "
     "Raphaël Claude Dominique",
     true},
    {"it mt",
     "Giulia Chiara Sofia Alice Francesca Marta Luca Matteo Lorenzo Davide "
     "Marco Andrea",
     true},
    {"de nl af lb srn",
     "Anna Lena Marie Johanna Sanne Lotte Felix Jonas Lukas Daan Bram Toni Kim",
     true},
    {"sv nb da is fi et lv lt",
     "Elsa Astrid Freja Ingrid Aino Liis Nils Oskar Emil Mikkel Eino Rasmus",
     true},
    {"pl cs sk hr sl sr bs mk sq hu ro",
     "Zofia Hanna Tereza Ana Ivana Eszter Ioana Jakub Jan Filip Luka Marek "
     "Bence Andrei Saša",
     true},
    {"ru uk be bg kk ky mn tt",
     "Анна Мария Елена Ольга Дарья София Иван Андрей Максим Тимур Данило Саша",
     true},
    {"el",
     "Ελένη Μαρία Κατερίνα Σοφία Δήμητρα Γιώργος Νίκος Αλέξης Παύλος Άρης",
     true},
    {"tr az uz ku",
     "Elif Zeynep Defne Ayşe Leyla Ece Mehmet Emre Can Kerem Deniz Umut", true},
    {"ar kab zgh",
     "Layla Nour Mariam Yasmin Salma Huda Omar Karim Youssef "
     "Tariq Sami Ziad",
     true},
    {"fa ps", "Shirin Parisa Leila Nasrin Mina Arash Kian Navid Reza Omid",
     true},
    {"he", "Noa Tamar Maya Shira Yael Ariel Noam Itai Eitan Daniel", true},
    {"ka hy", "Nino Mariam Ani Lusine Tamar Giorgi Levan Davit Armen Tigran",
     true},
    {"hi bn te mr ta gu kn pa ml ne mai si dv hif ur sd",
     "Priya Ananya Kavya Meera Anjali Nisha Arjun Rohan Vikram Rahul Sanjay "
     "Amar Kiran",
     true},
    {"zh nan", "美玲 雅婷 静怡 欣怡 晓红 丽华 志伟 家豪 建国 浩然 子轩 文杰",
     false},
    {"yue", "嘉欣 詠詩 穎怡 綺雯 曉彤 俊傑 家樂 浩賢 梓軒 志明", false},
    {"ja", "さくら 陽菜 美咲 葵 結衣 千尋 大翔 蓮 悠真 翔太 直樹 薫", false},
    {"ko", "서연 지우 하은 민서 수아 유진 민준 도윤 지호 현우 준서 태현",
     false},
    {"vi km lo my", "Linh Mai Hương Thảo Ngọc Lan Minh Tuấn Quân Khôi An Bình",
     true},
    {"th", "Malee Ploy Fah Dao Nok Arun Somchai Niran Krit Tawan", true},
    {"id ms jv su",
     "Putri Dewi Ayu Siti Intan Citra Budi Agus Rizki Bayu Dimas Adi", true},
    {"fil ceb", "Maricel Liza Joy Tala Althea Jose Carlo Miguel Jomar Angel",
     true},
    {"sw am om ki lg rw yo ha ig ak ee zu xh sn nd bem ny kj",
     "Amani Zuri Nia Imani Ayana Thandi Kwame Tendai Chidi Jabari Sipho Neo",
     true},
    {"sm to fj ty tpi", "Sina Mele Lani Moana Tama Sione Manu Tavita", true},
};

struct Names {
  std::vector<std::string> names;
  bool takes_initial = true;
};

using Table = absl::flat_hash_map<std::string, Names>;

const Table& NamesByLanguage() {
  static const Table* const table = [] {
    auto* names = new Table;
    for (const Area& area : kAreas) {
      for (absl::string_view tag : absl::StrSplit(area.languages, ' ')) {
        (*names)[tag] = {
            absl::StrSplit(area.names, ' ', absl::SkipWhitespace()),
            area.takes_initial};
      }
    }
    return names;
  }();
  return *table;
}

}  // namespace

std::string DrawName(absl::string_view language_tag, Random& random) {
  auto found = NamesByLanguage().find(language_tag);
  if (found == NamesByLanguage().end()) found = NamesByLanguage().find("en");
  const Names& names = found->second;
  const std::string& name = names.names[random.Below(names.names.size())];
  if (!names.takes_initial) return name;
  const char initial = static_cast<char>('A' + random.Below(26));
  return absl::StrCat(name, " ", absl::string_view(&initial, 1), ".");
}

}  // namespace rapport::demo
