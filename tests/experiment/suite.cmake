ripresa_test(experiment SOURCES booking_measures_test.cpp campaign_test.cpp measures_test.cpp objectives_test.cpp precision_test.cpp replications_test.cpp risk_test.cpp scopes_test.cpp supply_measures_test.cpp LINK
                 ripresa::experiment)
