package io.swiveljdbc.trial.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs programs with a database's own driver and with Swivel above it, on the same server. For one
 * thread.
 */
public final class Comparison {

  private final String url;
  private final List<String> fresh;
  private final String passing;
  private final List<Difference> different;
  private boolean used = true;

  /**
   * A comparison on a server.
   *
   * @param url of the database's own driver
   * @param fresh the statements that make what every program finds
   * @param passing a regular expression for what is named in another way each time
   * @param different where Swivel may differ
   */
  public Comparison(String url, List<String> fresh, String passing, List<Difference> different) {
    this.url = url;
    this.fresh = fresh;
    this.passing = passing;
    this.different = different;
  }

  /** What the program observes is the same, but for what may differ. */
  public void observesTheSame(Program program) throws Exception {
    String options = program.options().isEmpty() ? "" : "&" + program.options();
    List<String> target = run(program, url + options);
    List<String> swivel = run(program, url.replaceFirst("^jdbc:", "jdbc:swivel:") + options);
    assertThat(target).isNotEmpty();
    assertThat(differences(program, target, swivel)).isEmpty();
  }

  private List<String> run(Program program, String at) throws Exception {
    if (used) {
      refresh();
    }
    used = !program.reads();
    Transcript seen = new Transcript(passing);
    try (Connection connection = DriverManager.getConnection(at)) {
      program.body().run(connection, seen);
    }
    return seen.lines();
  }

  private void refresh() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : fresh) {
        statement.execute(sql);
      }
    }
  }

  /** The lines that are not the same, the target's first. */
  private List<String> differences(Program program, List<String> target, List<String> swivel) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(target.size(), swivel.size()); i++) {
      String one = i < target.size() ? target.get(i) : "nothing";
      String other = i < swivel.size() ? swivel.get(i) : "nothing";
      if (!one.equals(other)
          && different.stream().noneMatch(may -> may.covers(program, one, other))) {
        differences.add(one + "  <>  " + other);
      }
    }
    return differences;
  }
}
