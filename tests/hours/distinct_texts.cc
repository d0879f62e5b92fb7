#include "tests/hours/distinct_texts.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "csv.h"
#include "nlohmann/json.hpp"

namespace rapport::hours {
namespace {

std::filesystem::path Folder() {
  const char* named = std::getenv("RAPPORT_SHARED_DATA");
  return named ? named : RAPPORT_SHARED_DATA_BESIDE;
}

std::string Contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The column of a CSV file whose header is `store_hours`.
class HoursColumn {
 public:
  explicit HoursColumn(TextCounts& counts) : counts_(counts) {}

  void Read(const std::string& bytes) {
    csv_parser parser;
    csv_init(&parser, 0);
    csv_parse(&parser, bytes.data(), bytes.size(), &OnField, &OnRow, this);
    csv_fini(&parser, &OnField, &OnRow, this);
    csv_free(&parser);
  }

 private:
  static void OnField(void* data, size_t size, void* self) {
    static_cast<HoursColumn*>(self)->fields_.emplace_back(
        static_cast<const char*>(data), size);
  }
  static void OnRow(int, void* self) {
    static_cast<HoursColumn*>(self)->EndRow();
  }

  void EndRow() {
    if (!has_header_) {
      has_header_ = true;
      while (column_ < fields_.size() && fields_[column_] != "store_hours") {
        ++column_;
      }
    } else if (column_ < fields_.size() && !fields_[column_].empty()) {
      ++counts_[fields_[column_]];
    }
    fields_.clear();
  }

  TextCounts& counts_;
  std::vector<std::string> fields_;
  bool has_header_ = false;
  size_t column_ = 0;
};

}  // namespace

bool HasSharedData() { return std::filesystem::exists(Folder() / "README.md"); }

TextCounts OsmTexts(const std::string& file) {
  TextCounts counts;
  for (const auto& entry :
       std::filesystem::directory_iterator(Folder() / "osm_tags_geojson")) {
    if (!file.empty() && entry.path().filename() != file) continue;
    const auto json = nlohmann::json::parse(Contents(entry.path()));
    for (const auto& feature : json.at("features")) {
      const auto& tags = feature.at("properties");
      const auto hours = tags.find("opening_hours");
      if (hours != tags.end() && hours->is_string()) {
        ++counts[hours->get<std::string>()];
      }
    }
  }
  return counts;
}

TextCounts FreeTexts() {
  TextCounts counts;
  for (const auto& entry :
       std::filesystem::directory_iterator(Folder() / "beauty_luxury_csv")) {
    HoursColumn(counts).Read(Contents(entry.path()));
  }
  return counts;
}

}  // namespace rapport::hours
