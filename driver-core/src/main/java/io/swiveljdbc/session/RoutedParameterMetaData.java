package io.swiveljdbc.session;

import java.sql.ParameterMetaData;
import java.sql.SQLException;

/** What is known of the parameters of a statement; the driver may ask its server for it. */
final class RoutedParameterMetaData extends ForwardingParameterMetaData {

  private final Handout handout;
  private final ParameterMetaData target;

  RoutedParameterMetaData(Handout handout, ParameterMetaData target) {
    this.handout = handout;
    this.target = target;
    handout.home().handOut();
  }

  @Override
  ParameterMetaData delegate() throws SQLException {
    handout.check();
    return target;
  }

  @Override
  SQLException translate(SQLException error) {
    return handout.translate(error);
  }
}
