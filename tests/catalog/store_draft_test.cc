#include "server/catalog/store_draft.h"

#include <string>

#include "gtest/gtest.h"
