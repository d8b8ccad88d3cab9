ripresa_test(published SOURCES hanly_test.cpp LINK ripresa::model ripresa::scenario)
