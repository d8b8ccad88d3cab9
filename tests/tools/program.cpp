#include "program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace ripresa::testing {
namespace {

namespace fs = std::filesystem;

/// Reading and writing end; both close with the object unless taken.
struct Pipe {
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      throw std::runtime_error("no pipe");
  }
  ~Pipe() {
    close(0);
    close(1);
  }
  void close(std::size_t end) {
    if (ends[end] >= 0)
      ::close(ends[end]);
    ends[end] = -1;
  }
  std::array<int, 2> ends{-1, -1};
};

[[noreturn]] void become_program(const std::vector<std::string>& arguments, const std::string& folder, int out, int err,
                                 const Streams& streams) {
  if (::dup2(out, STDOUT_FILENO) < 0 || ::dup2(err, STDERR_FILENO) < 0 || ::chdir(folder.c_str()) != 0)
    ::_exit(127);
  if (streams.output == Streams::Output::closed)
    ::close(STDOUT_FILENO);
  if (streams.error == Streams::Error::closed)
    ::close(STDERR_FILENO);
  // Whatever the tests were started with: in the background, or under nohup, some are ignored.
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGHUP, streams.hangup_is_ignored ? SIG_IGN : SIG_DFL);
  if (streams.largest_file > 0) {
    const rlimit limit{streams.largest_file, streams.largest_file};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  if (streams.address_space > 0) {
    const rlimit limit{streams.address_space, streams.address_space};
    ::setrlimit(RLIMIT_AS, &limit);
  }
  std::vector<std::string> texts = {RIPRESA_PROGRAM};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& text : texts)
    argv.push_back(text.data());
  argv.push_back(nullptr);
  if (*streams.terminal != '\0')
    ::setenv("TERM", streams.terminal, 1);
  else
    ::unsetenv("TERM");
  ::execv(RIPRESA_PROGRAM, argv.data());
  ::_exit(127);
}

/// Appends what can be read; false at the end. A terminal whose other side is gone gives an error: its end.
bool take(int descriptor, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
  if (count > 0)
    text.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0;
}

void gather(int out, int err, pid_t program, const Streams& streams, Outcome& outcome) {
  std::array<pollfd, 2> open = {pollfd{out, POLLIN, 0}, pollfd{err, POLLIN, 0}};
  bool signalled = false;
  while (open[0].fd >= 0 || open[1].fd >= 0) {
    if (::poll(open.data(), open.size(), -1) < 0)
      continue;
    if (open[0].fd >= 0 && open[0].revents != 0 && !take(out, outcome.out))
      open[0].fd = -1;
    if (open[1].fd >= 0 && open[1].revents != 0 && !take(err, outcome.err))
      open[1].fd = -1;
    if (streams.watch && !signalled)
      if (const int signal = streams.watch(outcome.err)) {
        ::kill(program, signal);
        signalled = true;
        if (streams.terminal_closes)
          ::close(std::exchange(open[1].fd, -1));
      }
  }
}

}  // namespace

Outcome Desk::ripresa(const std::vector<std::string>& arguments, const Streams& streams) const {
  Pipe out;
  Pipe err;
  int terminal = -1;
  int terminal_side = err.ends[1];
  const winsize size{0, streams.columns, 0, 0};
  if (streams.error == Streams::Error::terminal && ::openpty(&terminal, &terminal_side, nullptr, nullptr, &size) != 0)
    throw std::runtime_error("no terminal");
  if (streams.output == Streams::Output::closed_pipe)
    out.close(0);
  int written_to = out.ends[1];
  if (streams.output == Streams::Output::full_device)
    written_to = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  if (streams.output == Streams::Output::terminal)
    written_to = terminal_side;

  const pid_t program = ::fork();
  if (program < 0)
    throw std::runtime_error("no process");
  if (program == 0)
    become_program(arguments, folder_.path().string(), written_to, terminal_side, streams);
  out.close(1);
  err.close(1);
  if (terminal >= 0)
    ::close(terminal_side);

  Outcome outcome;
  gather(out.ends[0], terminal >= 0 ? terminal : err.ends[0], program, streams, outcome);
  int status = 0;
  ::waitpid(program, &status, 0);
  outcome.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  if (terminal >= 0 && !streams.terminal_closes)
    ::close(terminal);
  if (streams.output == Streams::Output::full_device)
    ::close(written_to);
  return outcome;
}

void Desk::write(const std::string& name, const std::string& text) const {
  folder_.write(name, text);
}

std::string Desk::read(const std::string& name) const {
  std::ifstream file(path(name), std::ios::binary);
  if (!file)
    throw std::runtime_error("there is no " + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool Desk::exists(const std::string& name) const {
  return fs::exists(path(name));
}

std::string Desk::list(const std::string& name) const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(path(name)))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& entry : names)
    text += (text.empty() ? "" : " ") + entry;
  return text;
}

std::string shipped_scenario(const std::string& name) {
  return std::string(RIPRESA_SOURCE_DIR) + "/scenarios/" + name;
}

std::string hand_computed_scenario(const std::string& more) {
  return R"(title = "One a minute"
date = 2021-12-15
[experiment]
replications = 2
[measures]
tolerance = 0
[[backend]]
name = "poste"
[[failure]]
backend = "poste"
from = 14:30:00
to = 15:10:00
[[hub]]
name = "hub"
opens = 08:00:00
closes = 20:00:00
appointments = { per_day = 720, slot = "1 min" }
[[hub.station]]
name = "registration"
servers = 1
service = "48 s"
calls = [{ backend = "poste", at = "throughout" }]
)" + more;
}

std::string random_scenario(const std::string& more) {
  return R"(title = "A small hub"
date = 2021-12-15
[experiment]
replications = 40
seed = 3
[[backend]]
name = "poste"
latency = "2 s"
[[failure]]
backend = "poste"
from = 14:30:00
to = 15:10:00
[[hub]]
name = "hub"
opens = 08:00:00
closes = 20:00:00
appointments = { per_day = 300, show_rate = 0.9, punctuality = { normal = { mean = "-2 min", sd = "5 min" } } }
walk_ins = { per_day = 30 }
[[hub.station]]
name = "registration"
servers = 2
service = { lognormal = { mean = "3 min", cv = 0.5 } }
calls = [{ backend = "poste" }]
[[hub.station]]
name = "vaccination"
servers = 2
service = { exponential = { mean = "3 min" } }
)" + more;
}

}  // namespace ripresa::testing
