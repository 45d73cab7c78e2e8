package io.swiveljdbc.session;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** What is known of the columns of a result set; the driver may ask its server for it. */
final class RoutedResultSetMetaData extends ForwardingResultSetMetaData {

  private final Handout handout;
  private final ResultSetMetaData target;

  RoutedResultSetMetaData(Handout handout, ResultSetMetaData target) {
    this.handout = handout;
    this.target = target;
    handout.home().handOut();
  }

  @Override
  ResultSetMetaData delegate() throws SQLException {
    handout.check();
    return target;
  }

  @Override
  SQLException translate(SQLException error) {
    return handout.translate(error);
  }
}
