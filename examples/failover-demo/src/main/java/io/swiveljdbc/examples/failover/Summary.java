package io.swiveljdbc.examples.failover;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The account in sentences, for the terminal and for the page. */
final class Summary {
  private final Account account;

  Summary(Account account) {
    this.account = account;
  }

  String verdict() {
    if (account.outage().isEmpty()) {
      return "FAILED: no write succeeded after the fault";
    }
    return account.audit().clean()
        ? "PASSED: no acknowledged write was lost or doubled, and service came back"
        : "FAILED: writes were lost or doubled";
  }

  /** Subject and sentence. */
  Map<String, String> lines() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Writes", writes());
    lines.put("Reads", reads());
    lines.put("Outage", outage());
    lines.put("Errors", errors());
    lines.put("Checked", checked());
    return lines;
  }

  String text() {
    return lines().entrySet().stream()
        .map(line -> String.format("  %-9s %s", line.getKey(), line.getValue()))
        .collect(Collectors.joining("\n", "\n" + verdict() + "\n", ""));
  }

  private String writes() {
    return format(
        "%,d acknowledged: %s (the writer was %s, then %s)",
        account.audit().acknowledged(),
        where(Operation.WRITE),
        account.firstWriter(),
        account.newWriter());
  }

  private String reads() {
    return format(
        "%,d on readers, %,d on the writer: %s",
        account.readsOnReaders(), account.readsOnWriter(), where(Operation.READ));
  }

  private String where(Operation operation) {
    Traffic traffic = account.observed().traffic();
    return traffic.servers().stream()
        .filter(server -> traffic.total(server, operation) > 0)
        .map(server -> format("%,d on %s", traffic.total(server, operation), server))
        .collect(Collectors.joining(", "));
  }

  private String outage() {
    return account
        .outage()
        .map(
            outage ->
                format(
                    "no write succeeded for %,d ms: for %,d ms the database itself could take none,"
                        + " %,d ms were the driver's",
                    outage.millis(), outage.promotionMillis(), outage.excessMillis()))
        .orElse("no write succeeded after the fault");
  }

  private String errors() {
    Map<String, Long> errors = account.observed().errors().bySqlState();
    if (errors.isEmpty()) {
      return "none";
    }
    return errors.entrySet().stream()
        .map(error -> format("%,d x %s%s", error.getValue(), error.getKey(), says(error.getKey())))
        .collect(Collectors.joining(", "));
  }

  private static String says(String state) {
    return switch (state) {
      case "40001" -> " (rolled back for certain, tried again)";
      case "08007" -> " (lost during COMMIT, outcome unknown)";
      case "08001" -> " (no server to be had)";
      default -> "";
    };
  }

  private String checked() {
    Audit audit = account.audit();
    return format(
        "row by row on %s: %,d acknowledged writes lost, %,d writes doubled; %,d of unknown outcome",
        account.newWriter(), audit.lost(), audit.doubled(), audit.unknown());
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
