ripresa_test(scenario SOURCES error_messages_test.cpp override_test.cpp extends_test.cpp hub_table_test.cpp resolved_test.cpp campaign_errors_test.cpp supply_errors_test.cpp
             LINK ripresa::scenario)
