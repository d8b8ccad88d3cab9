#include "ripresa/base/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace ripresa {
namespace {

std::string joined(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const auto& diagnostic : diagnostics) {
    if (!text.empty())
      text += '\n';
    text += diagnostic.text();
  }
  return text;
}

}  // namespace

std::string Diagnostic::text() const {
  std::string place = file;
  if (line > 0)
    place += fmt::format(":{}:{}", line, column);
  if (!place.empty())
    place += ": ";
  return fmt::format("{}error: {}{}{}", place, reason, remedy.empty() ? "" : "; ", remedy);
}

InputError::InputError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(joined(diagnostics)), diagnostics_(std::move(diagnostics)) {}

InputError::InputError(const std::string& reason, const std::string& remedy)
    : InputError(std::vector<Diagnostic>{{"", 0, 0, reason, remedy}}) {}

}  // namespace ripresa
