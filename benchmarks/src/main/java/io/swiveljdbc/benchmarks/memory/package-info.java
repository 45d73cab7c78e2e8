/**
 * A database family without a database: a driver that answers every query from memory in a few
 * nanoseconds, and its engine. What is measured over it is Swivel alone.
 *
 * <p>Only what the benchmarks, HikariCP and Swivel call is written; the generated classes refuse
 * the rest.
 */
@NullMarked
@GenerateForwarding({
  Connection.class,
  Statement.class,
  PreparedStatement.class,
  ResultSet.class,
  DatabaseMetaData.class
})
package io.swiveljdbc.benchmarks.memory;

import io.swiveljdbc.codegen.GenerateForwarding;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.NullMarked;
