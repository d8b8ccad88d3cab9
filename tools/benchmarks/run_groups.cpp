#include "run_groups.hpp"

#include "ripresa/model/group_run.hpp"

namespace ripresa::benchmarks {

void run_groups(benchmark::State& state, const scenario::Scenario& scenario) {
  const model::Model model = model::build_model(scenario);
  model::GroupRun run(model);
  std::uint32_t replication = 0;
  std::size_t people = 0;
  for (auto _ : state) {
    for (std::size_t group = 0; group < model.groups.size(); ++group) {
      run.run(group, replication);
      for (std::size_t i = 0; i < model.groups[group].hubs.size(); ++i)
        people += run.people(i).order.size();
    }
    ++replication;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(people));
}

}  // namespace ripresa::benchmarks
