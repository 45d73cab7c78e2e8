/**
 * The logical JDBC objects that an application holds. Their forwarding halves are generated;
 * written by hand is only what they do differently from the driver's.
 */
@NullMarked
@GenerateForwarding(
    between = "Routed",
    value = {
      Connection.class,
      Statement.class,
      PreparedStatement.class,
      CallableStatement.class,
      ResultSet.class,
      Blob.class,
      Clob.class,
      Array.class,
      ResultSetMetaData.class,
      ParameterMetaData.class,
      DatabaseMetaData.class
    })
package io.swiveljdbc.session;

import io.swiveljdbc.codegen.GenerateForwarding;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import org.jspecify.annotations.NullMarked;
