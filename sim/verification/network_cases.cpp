#include "experiments_by_subject.hpp"
#include "ripresa/exact/jackson.hpp"
#include "systems.hpp"

namespace ripresa::verification {

std::vector<Experiment> network_experiments() {
  using scenario::Branch;
  using scenario::Exponential;
  // Check-in leads to two kinds of desk, both to the vaccination; one in ten leaves after the first desk.
  const exact::Rate arrivals = exact::Rate::per_hour(120);
  const auto rate = [](int seconds) { return exact::Rate::one_every(Duration::seconds(seconds)); };
  const auto network = exact::solve_jackson({{arrivals, rate(25), 1, {0, 0.6, 0.4, 0}},
                                             {{}, rate(90), 3, {0, 0, 0, 0.9}},
                                             {{}, rate(60), 1, {0, 0, 0, 1}},
                                             {{}, rate(150), 6, {0, 0, 0, 0}}});
  const auto desk = [](const char* name, int servers, int seconds, std::vector<Branch> next) {
    scenario::Station station = staffed(name, servers, Exponential{Duration::seconds(seconds), Duration{}});
    station.next = {std::move(next)};
    return station;
  };
  const Stream stream{arrivals.in_per_hour(), 600, 48};
  const Window window = counted(stream);
  Experiment experiment{
      "Jackson network of four stations",
      poisson_stream(stream, {desk("check-in", 1, 25, {Branch{1, 0.6}, Branch{2, 0.4}}),
                              desk("registration", 3, 90, {Branch{3, 0.9}, Branch{{}, 0.1}}),
                              desk("fast lane", 1, 60, {Branch{3, 1}}), desk("vaccination", 6, 150, {Branch{}})}),
      40,
      {{"mean time in the hub", "min", "Jackson 1957", network.mean_sojourn_minutes, 0, mean_sojourn_minutes(window)},
       {"mean number present", "persons", "Jackson 1957", network.mean_present_persons, 0, mean_present(window)}}};
  const char* names[] = {"check-in", "registration", "fast lane", "vaccination"};
  for (std::size_t i = 0; i < network.nodes.size(); ++i)
    experiment.cases.push_back({std::string("mean queue, ") + names[i], "persons", "Jackson 1957",
                                network.nodes[i].mean_queue_persons, 0, mean_queue(window, i)});
  return {experiment};
}

}  // namespace ripresa::verification
