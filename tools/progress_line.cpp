#include "progress_line.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "command.hpp"
#include "ripresa/base/utf8.hpp"

namespace ripresa::tools {
namespace {

std::size_t terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/// At most `bytes` of the text, which take no more columns than that; never a part of a character.
std::string cut(const std::string& text, std::size_t bytes) {
  std::size_t end = std::min(bytes, text.size());
  while (end > 0 && end < text.size() && !begins_character(text[end]))
    --end;
  return text.substr(0, end);
}

/// Takes the line away, and leaves the cursor at its beginning.
std::string wipe() {
  const char* const terminal = std::getenv("TERM");
  const bool knows_escape_sequences = terminal != nullptr && *terminal != '\0' && std::string_view(terminal) != "dumb";
  return knows_escape_sequences ? "\r\033[K" : fmt::format("\r{:{}}\r", "", terminal_width() - 1);
}

}  // namespace

ProgressLine::ProgressLine(bool wanted, std::string what)
    : what_(std::move(what)),
      wanted_(wanted && isatty(STDERR_FILENO) != 0),
      begun_(Clock::now()),
      last_drawn_(begun_) {}

ProgressLine::~ProgressLine() {
  if (drawn_)
    tell(wipe());
}

void ProgressLine::begin() {
  begun_ = Clock::now();
}

void ProgressLine::update(std::size_t finished, std::size_t all) {
  const auto now = Clock::now();
  if (!wanted_ || now - last_drawn_ < std::chrono::milliseconds(100))
    return;
  last_drawn_ = now;
  drawn_ = true;
  const double elapsed = std::chrono::duration<double>(now - begun_).count();
  const double left = elapsed / static_cast<double>(finished) * static_cast<double>(all - finished);
  std::string text = fmt::format("{} of {} {} simulated, {:.0f} % · {:.0f} s left", finished, all, what_,
                                 100.0 * static_cast<double>(finished) / static_cast<double>(all), left);
  tell(wipe() + cut(text, terminal_width() - 1));
}

}  // namespace ripresa::tools
