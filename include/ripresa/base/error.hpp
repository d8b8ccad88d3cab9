#pragma once

// Errors by who can mend them. Errors a user causes are collected as diagnostics and thrown together; errors nobody
// outside can cause are assertions. Exceptions end at main, which maps the category to an exit status.

#include <stdexcept>
#include <string>
#include <vector>

namespace ripresa {

enum class ExitStatus : int { fine = 0, failed = 1, bad_input = 2, objective_missed = 3, interrupted = 130 };

/// One thing wrong with the input: where, what, and how to mend it. line and column count from 1; 0 means none applies.
struct Diagnostic {
  std::string file;
  int line = 0;
  int column = 0;
  std::string reason;
  std::string remedy;

  /// "file:line:column: error: reason; remedy".
  std::string text() const;
  bool operator==(const Diagnostic&) const = default;
};

/// The input is wrong (exit status 2): every diagnostic found, in file order.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Diagnostic> diagnostics);
  explicit InputError(const std::string& reason, const std::string& remedy = "");
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// The environment failed: disk full, no permission (exit status 1).
class EnvironmentError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Ripresa broke one of its own laws (exit status 1): a bug, to be reported.
class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace ripresa
