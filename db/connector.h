#ifndef RAPPORT_DB_CONNECTOR_H_
#define RAPPORT_DB_CONNECTOR_H_

// MySQL's Connector/C++ (the JDBC-like API), whichever it is: 8.x and 9.x have
// one header, 1.1 has one a class. Included by this room's .cc files only.

#if defined(__has_include) && __has_include(<mysql/jdbc.h>)
#include <mysql/jdbc.h>  // IWYU pragma: export
#else
#include <cppconn/connection.h>          // IWYU pragma: export
#include <cppconn/driver.h>              // IWYU pragma: export
#include <cppconn/exception.h>           // IWYU pragma: export
#include <cppconn/prepared_statement.h>  // IWYU pragma: export
#include <cppconn/resultset.h>           // IWYU pragma: export
#include <cppconn/statement.h>           // IWYU pragma: export
#include <mysql_driver.h>                // IWYU pragma: export
#endif

#endif  // RAPPORT_DB_CONNECTOR_H_
