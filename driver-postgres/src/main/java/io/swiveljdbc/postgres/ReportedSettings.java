package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * The settings that PostgreSQL reports to its client whenever they change, by whatever: so they are
 * known where a function set them too. Left out are those that no session can choose, those that
 * the driver chooses, and whether transactions are read-only.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-ASYNC">
 *     Asynchronous operations: ParameterStatus</a>
 */
final class ReportedSettings {

  private static final String[] NAMES = {
    "DateStyle", "IntervalStyle", "TimeZone", "search_path", "application_name",
  };

  private ReportedSettings() {}

  /** The settings of one session in which another differs. */
  static List<Setting> differences(BaseConnection from, BaseConnection to) {
    @Nullable List<Setting> different = null;
    for (String name : NAMES) {
      @Nullable String wanted = from.getParameterStatus(name);
      if (wanted != null
          && !Objects.equals(wanted, to.getParameterStatus(name))
          && isAllowed(name, wanted)) {
        different = different == null ? new ArrayList<>() : different;
        different.add(SetCommand.called(name, wanted));
      }
    }
    return different == null ? List.of() : different;
  }

  /** pgjdbc breaks up a connection whose dates it cannot read. */
  private static boolean isAllowed(String name, String value) {
    return !name.equals("DateStyle") || value.startsWith("ISO");
  }
}
