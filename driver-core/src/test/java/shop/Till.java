package shop;

import java.sql.Connection;
import java.sql.SQLException;

/** An application: code that is not the driver's own. */
public final class Till {

  private Till() {}

  public static void shut(Connection connection) throws SQLException {
    connection.close();
  }
}
