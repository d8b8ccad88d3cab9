// Every error that a failure of the booking can have, made by one change to a scenario that is fine.

#include "support/error_cases.hpp"

namespace {

using namespace ripresa;
using testing::ErrorCase;

const ErrorCase kBookingErrors[] = {
    {"[[hub]]", "[[booking_failure]]\nfrom = 09:00:00\nto = 10:00:00\n[[hub]]",
     "34:1: error: the shares of those called wrongly add up to 0; let not_called, called_elsewhere and called_twice "
     "add up to more than 0 and at most 1"},
    {"[[hub]]", "[[booking_failure]]\nfrom = 09:00:00\nto = 08:00:00\nnot_called = 0.7\ncalled_twice = 0.4\n[[hub]]",
     "34:1: error: the shares of those called wrongly add up to 1.1; let not_called, called_elsewhere and called_twice "
     "add up to more than 0 and at most 1\n"
     "36:6: error: the slots that are hit end before they begin; write a later 'to'"},
    {"[[hub]]", "[[booking_failure]]\nfrom = 09:00:00\nto = 10:00:00\ncalled_elsewhere = 0.4\n[[hub]]",
     "34:1: error: it is not said where those called elsewhere go; write called_elsewhere = 0.1 and elsewhere = "
     "\"Niguarda\" together"},
    {"[[hub]]",
     "[[booking_failure]]\nfrom = 09:00:00\nto = 10:00:00\nnot_called = 0.4\nelsewhere = \"Milano\"\n[[hub]]",
     "38:13: error: 'elsewhere' is for those called elsewhere, and there are none; write called_elsewhere = 0.1 and "
     "elsewhere = \"Niguarda\" together"},
    {"[[hub]]", "[[booking_failure]]\nnot_called = 0.4\n[[hub]]",
     "34:1: error: [[booking_failure]] has no 'from'; add from = 08:00:00\n"
     "34:1: error: [[booking_failure]] has no 'to'; add to = 20:00:00"},
    {"[[hub]]",
     "[[booking_failure]]\nfrom = 09:00:00\nto = 10:00:00\ncalled_elsewhere = 0.4\nelsewhere = \"Milan\"\n[[hub]]",
     "38:13: error: there is no hub 'Milan'; did you mean 'Milano'?"},
};

}  // namespace

TEST_CASE("Every error in a failure of the booking is reported with place, reason and remedy") {
  testing::check_error_cases(testing::kFineScenario, kBookingErrors);
}
