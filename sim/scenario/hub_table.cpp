// A table of hubs in CSV: a row a hub, a column a key.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "document.hpp"
#include "ripresa/base/csv_rows.hpp"
#include "ripresa/base/text_file.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::scenario {
namespace {

/// The key that a column stands for: its own name, or the number of booked persons under a shorter one.
std::string key_of(const std::string& column) {
  return column == "appointments" ? "appointments.per_day" : column;
}

/// Keys whose values are text even where they look like a number or a date.
bool is_text(const std::string& key) {
  return key == "name" || key == "region" || key == "health_agency" || key == "template";
}

/// Of ASCII: keys have no other letters.
std::string in_lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

class HubTable {
 public:
  HubTable(const std::string& file, std::vector<Diagnostic>& diagnostics)
      : file_(file), diagnostics_(diagnostics), rows_(csv_fields(read_text_file(file), file)) {}

  void append_to(Node::Array& hubs) {
    if (rows_.size() < 2)
      diagnostics_.push_back(
          {file_, 1, 1, "the hub table has no hub", "write a line of column names, and below it a line a hub"});
    if (rows_.empty())
      return;
    if (!check_header())
      return;
    hubs.reserve(hubs.size() + rows_.size());
    for (std::size_t row = 1; row < rows_.size(); ++row)
      hubs.push_back(check_width(rows_[row]) ? hub_of(rows_[row]) : stand_in_for(rows_[row]));
  }

 private:
  Place place_of(const CsvField& field) const { return {file_, field.line, field.column}; }

  void report(const CsvField& field, std::string reason, std::string remedy) {
    diagnostics_.push_back({file_, field.line, field.column, std::move(reason), std::move(remedy)});
  }

  bool check_header() {
    const auto& header = rows_.front();
    bool sound = true;
    for (std::size_t i = 0; i < header.size(); ++i) {
      const auto same = [&](const CsvField& other) { return key_of(other.text) == key_of(header[i].text); };
      if (header[i].text.empty())
        report(header[i], "the column has no name", "name it after the hub's key that it sets");
      else if (std::any_of(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(i), same))
        report(header[i], fmt::format("a second column is called '{}'", header[i].text), "remove one of them");
      else
        continue;
      sound = false;
    }
    if (std::none_of(header.begin(), header.end(), [](const CsvField& field) { return field.text == "name"; })) {
      const auto meant = std::find_if(header.begin(), header.end(), [](const CsvField& field) {
        return near_name(in_lower_case(field.text), {"name"}).has_value();
      });
      if (meant != header.end())
        report(*meant, fmt::format("the hub table has a column '{}' and none 'name'", meant->text),
               fmt::format("write 'name' for '{}'", meant->text));
      else
        report(header.front(), "the hub table has no column 'name'", "add one with a name of its own for each hub");
      sound = false;
    }
    return sound;
  }

  bool check_width(const std::vector<CsvField>& row) {
    const std::size_t columns = rows_.front().size();
    if (row.size() == columns)
      return true;
    report(row.front(), fmt::format("the row has {} fields and the header {}", row.size(), columns),
           "give each column a field, empty where the template's value holds; put a name with a comma in quotes");
    return false;
  }

  /// Empty fields leave the key to the template and the defaults.
  Node hub_of(const std::vector<CsvField>& row) {
    Node hub = no_keys_of(row);
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].text.empty())
        continue;
      const std::string key = key_of(rows_.front()[i].text);
      Node value = is_text(key) ? Node{row[i].text, place_of(row[i])} : parse_value(row[i].text, place_of(row[i]));
      set_value(hub, key_parts(key), std::move(value), place_of(rows_.front()[i]), diagnostics_);
    }
    return hub;
  }

  Node no_keys_of(const std::vector<CsvField>& row) {
    Node hub{Node::Table{}, place_of(row.front())};
    hub.of_hub_table = true;
    return hub;
  }

  /// A hub of the names that a row of another width seems to have, so that they are not reported as missing. Its
  /// template is nothing: it is without what one would give.
  Node stand_in_for(const std::vector<CsvField>& row) {
    Node hub = no_keys_of(row);
    const auto& header = rows_.front();
    for (std::size_t i = 0; i < std::min(row.size(), header.size()); ++i)
      if (const std::string& key = header[i].text; is_text(key) && key != "template")
        set_value(hub, key_parts(key), Node{row[i].text, place_of(row[i])}, place_of(header[i]), diagnostics_);
    set_value(hub, key_parts("template"), Node{{}, hub.place}, hub.place, diagnostics_);
    return hub;
  }

  const std::string& file_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<std::vector<CsvField>> rows_;
};

}  // namespace

void add_hub_table(Node& document, const std::string& scenario_file, std::vector<Diagnostic>& diagnostics) {
  auto& root = std::get<Node::Table>(document.value);
  const Node* named = document.find("hubs");
  if (!named)
    return;
  const Node table = *named;
  const auto fail = [&](std::string reason, std::string remedy) {
    diagnostics.push_back(
        {table.place.file, table.place.line, table.place.column, std::move(reason), std::move(remedy)});
  };
  if (!table.text()) {
    fail(fmt::format("'hubs' has to be the path of a hub table, found {}", kind_of(table)),
         "write hubs = \"hubs/italy.csv\", or [[hub]] for single hubs");
    return;
  }
  Node* hubs = document.find("hub");
  if (!hubs) {
    root.push_back({"hub", table.place, Node{Node::Array{}, table.place}});
    hubs = &root.back().node;
  }
  if (!hubs->is_array())
    return;  // reported when the hubs are read
  const std::string path = (std::filesystem::path(scenario_file).parent_path() / *table.text()).string();
  document.find("hubs")->value = path;
  try {
    HubTable(path, diagnostics).append_to(std::get<Node::Array>(hubs->value));
  } catch (const InputError& error) {
    const Diagnostic& first = error.diagnostics().front();
    if (first.line > 0)
      diagnostics.push_back(first);
    else
      fail("the hub table " + path + " " + first.reason, first.remedy);
  }
}

Node::Array take_hub_table(Node& document) {
  Node::Array taken;
  Node* hubs = document.find("hub");
  if (!hubs || !hubs->is_array())
    return taken;
  auto& all = std::get<Node::Array>(hubs->value);
  const auto of_table =
      std::stable_partition(all.begin(), all.end(), [](const Node& hub) { return !hub.of_hub_table; });
  taken.assign(std::make_move_iterator(of_table), std::make_move_iterator(all.end()));
  all.erase(of_table, all.end());
  return taken;
}

}  // namespace ripresa::scenario
