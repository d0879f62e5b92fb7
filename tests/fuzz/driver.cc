// Runs a fuzz target for a short while without libFuzzer, so that any compiler
// builds it as a test: the seed inputs, then seeded random mutations of them
// with words of the dictionary.
//
//   hours_fuzz_test DICTIONARY     RAPPORT_SEED=n, RAPPORT_FUZZ_SECONDS=s
//
// Seed inputs and dictionary are one file, in libFuzzer's format of a
// dictionary: a `"word"` a line, # before comments, \\ \" and \xNN escaped.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr size_t kInputLengthMax = 4096;
constexpr double kSecondsDefault = 2;
constexpr int kCheckClockEvery = 16;

using Random = std::mt19937_64;

// A line's word; empty if the line has none.
std::string WordOf(const std::string& line) {
  const size_t start = line.find('"');
  if (line.empty() || line[0] == '#' || start == std::string::npos) return "";
  std::string word;
  for (size_t i = start + 1; i < line.size() && line[i] != '"'; ++i) {
    if (line[i] != '\\' || i + 1 >= line.size()) {
      word.push_back(line[i]);
    } else if (line[i + 1] == 'x' && i + 3 < line.size()) {
      word.push_back(
          static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16)));
      i += 3;
    } else {
      word.push_back(line[++i]);
    }
  }
  return word;
}

std::vector<std::string> ReadWords(const char* path) {
  std::ifstream file(path);
  std::vector<std::string> words;
  std::string line;
  while (std::getline(file, line)) {
    if (std::string word = WordOf(line); !word.empty()) words.push_back(word);
  }
  return words;
}

size_t Below(Random& random, size_t bound) {
  return std::uniform_int_distribution<size_t>(0, bound - 1)(random);
}

// One random change.
void Mutate(Random& random, const std::vector<std::string>& words,
            std::string& input) {
  const size_t at = Below(random, input.size() + 1);
  switch (Below(random, 5)) {
    case 0:
      input.insert(at, words[Below(random, words.size())]);
      break;
    case 1:
      input.erase(at, Below(random, 8));
      break;
    case 2:
      if (at < input.size()) {
        input[at] = static_cast<char>(Below(random, 256));
      }
      break;
    case 3:
      input.insert(at, input.substr(0, Below(random, input.size() + 1)));
      break;
    default:
      input = input.substr(at) + words[Below(random, words.size())];
      break;
  }
  if (input.size() > kInputLengthMax) input.resize(kInputLengthMax);
}

void Run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()),
                         input.size());
}

double NumberOr(const char* variable, double otherwise) {
  const char* text = std::getenv(variable);
  return text ? std::strtod(text, nullptr) : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: " << argv[0] << " DICTIONARY\n";
    return 2;
  }
  const std::vector<std::string> words = ReadWords(argv[1]);
  if (words.empty()) {
    std::cerr << argv[1] << " has no words\n";
    return 2;
  }
  const auto seed = static_cast<uint64_t>(NumberOr("RAPPORT_SEED", 20261122));
  const double seconds = NumberOr("RAPPORT_FUZZ_SECONDS", kSecondsDefault);
  std::cout << "RAPPORT_SEED=" << seed << std::endl;
  Random random(seed);
  for (const std::string& word : words) Run(word);
  std::string input;
  int64_t inputs = 0;
  const auto start = std::chrono::steady_clock::now();
  const std::chrono::duration<double> duration(seconds);
  while (inputs % kCheckClockEvery != 0 ||
         std::chrono::steady_clock::now() - start < duration) {
    if (Below(random, 8) == 0) input = words[Below(random, words.size())];
    for (size_t i = Below(random, 4) + 1; i > 0; --i) {
      Mutate(random, words, input);
    }
    Run(input);
    ++inputs;
  }
  std::cout << inputs << " inputs\n";
  return 0;
}
