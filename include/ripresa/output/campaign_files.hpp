#pragma once

// The files of a campaign and its screen: their text, from results. The columns are described in tools/README.md.

#include <span>
#include <string>
#include <vector>

#include "ripresa/experiment/campaign.hpp"
#include "ripresa/output/result_files.hpp"

namespace ripresa::output {

inline constexpr const char* kCampaignFile = "campaign.csv";
inline constexpr const char* kCampaignSummaryFile = "campaign_summary.csv";
inline constexpr const char* kCampaignReplicationsFile = "campaign_replications.csv";
inline constexpr const char* kCampaignManifestFile = "campaign_manifest.json";

std::vector<std::string> campaign_file_names();

/// One row a day and scope.
std::string campaign_csv(const experiment::CampaignResults& results);

/// One row a campaign and scope, written while these come in.
class CampaignReplicationsFile : public experiment::CampaignSink {
 public:
  explicit CampaignReplicationsFile(const std::string& path) : file_(path) {}
  void begin(const experiment::CampaignResults& results) override;
  void take(const experiment::CampaignResults& results, std::size_t replication,
            std::span<const double> values) override;
  void keep() { file_.keep(); }

 private:
  NewCsvFile file_;
};

std::string campaign_manifest_json(const experiment::CampaignResults& results,
                                   const std::vector<experiment::Verdict>& verdicts, const RunIdentity& identity);

/// One screen for a person to read.
std::string campaign_screen(const experiment::CampaignResults& results, const std::vector<experiment::SummaryRow>& rows,
                            const std::vector<experiment::Verdict>& verdicts);

}  // namespace ripresa::output
