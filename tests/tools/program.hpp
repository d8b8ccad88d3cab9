#pragma once

// Runs the program as a user does, in a folder of its own.

#include <functional>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

namespace ripresa::testing {

struct Outcome {
  int status = -1;  // exit status; 128 + signal when a signal ended it
  std::string out, err;
};

/// What the program finds where its standard streams usually are.
struct Streams {
  enum class Output { captured, closed, closed_pipe, full_device, terminal } output = Output::captured;
  enum class Error { captured, closed, terminal } error = Error::captured;
  bool hangup_is_ignored = false;  // as under nohup
  /// With a terminal: called with what has come so far; an answer other than 0 is sent to the program as a signal,
  /// once.
  std::function<int(const std::string& so_far)> watch;
  bool terminal_closes = false;    // as the signal is sent
  unsigned short columns = 0;      // of the terminal; 0: it does not say
  const char* terminal = "xterm";  // what TERM says it is; empty: TERM is not set
  /// Largest file that the program may write, in bytes; 0: no limit.
  unsigned long largest_file = 0;
  /// Most memory that the program may take into its address space, in bytes; 0: no limit.
  unsigned long address_space = 0;
};

/// A folder that goes with the test, and the program run in it.
class Desk {
 public:
  /// `arguments` without the program's own name.
  Outcome ripresa(const std::vector<std::string>& arguments, const Streams& streams = {}) const;

  std::string path(const std::string& name) const { return folder_.file(name); }
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;
  bool exists(const std::string& name) const;
  /// Names in a folder of the desk, sorted, separated by spaces.
  std::string list(const std::string& name) const;

 private:
  TemporaryFolder folder_;
};

/// A scenario of the repository.
std::string shipped_scenario(const std::string& name);

/// A small hub: one a minute from 8:00 to 20:00, 48 s of work that goes on only while the backend answers, down
/// 14:30–15:10; the day of tests/model/hand_computed_test.cpp. `more` is added at the end.
std::string hand_computed_scenario(const std::string& more = "");

/// A small hub with randomness: 300 booked and 30 walk-ins, two stations, down 14:30–15:10.
std::string random_scenario(const std::string& more = "");

}  // namespace ripresa::testing
