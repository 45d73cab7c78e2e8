package io.swiveljdbc.session;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An array, whose elements the driver may make out by asking its server for their type. */
final class RoutedArray extends ForwardingArray {

  private final Handout handout;
  private final Array target;

  RoutedArray(Handout handout, Array target) {
    this.handout = handout;
    this.target = target;
    handout.home().handOut();
  }

  /** What a driver is given as a parameter: its own array, which it knows better than ours. */
  static @Nullable Object ofDriver(@Nullable Object parameter) {
    return parameter instanceof RoutedArray own ? own.target : parameter;
  }

  @Override
  Array delegate() throws SQLException {
    handout.check();
    return target;
  }

  @Override
  SQLException translate(SQLException error) {
    return handout.translate(error);
  }

  @Override
  ResultSet wrap(ResultSet elements) {
    return handout.own(elements);
  }

  /** As the driver's, which is its literal: some set it as a parameter that way. */
  @Override
  public String toString() {
    return handout.home().isWithOthers() ? "an array of a closed connection" : target.toString();
  }
}
