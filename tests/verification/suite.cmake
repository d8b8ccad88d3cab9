ripresa_test(verification SOURCES judge_test.cpp battery_test.cpp LINK ripresa::verification)
# The short battery, as a planner runs it. The sanitizers' builds run its parts in the tests of their rooms.
if(NOT RIPRESA_SANITIZE)
  add_test(NAME verify COMMAND ripresa verify)
endif()
