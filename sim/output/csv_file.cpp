#include "ripresa/output/csv_file.hpp"

namespace ripresa::output {

void NewCsvFile::end_row() {
  constexpr std::size_t kBlock = 1 << 16;
  csv_.end_row();
  if (csv_.str().size() >= kBlock)
    write_out();
}

void NewCsvFile::keep() {
  write_out();
  file_.keep();
}

void NewCsvFile::write_out() {
  file_.write(csv_.str());
  csv_.clear();
}

}  // namespace ripresa::output
