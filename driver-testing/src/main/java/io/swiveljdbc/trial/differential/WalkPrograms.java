package io.swiveljdbc.trial.differential;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One connection and its statements, used at random; the same number takes the same walk. */
public final class WalkPrograms {

  private static final int STEPS = 30;

  private final Connection connection;
  private final Transcript seen;
  private final Random random;
  private final List<String> texts;
  private final Statement texted;
  private final PreparedStatement insert;
  private final PreparedStatement query;
  private @Nullable Savepoint savepoint;
  private @Nullable ResultSet rows;

  private WalkPrograms(Connection connection, Transcript seen, long seed, List<String> texts)
      throws Exception {
    this.connection = connection;
    this.seen = seen;
    this.random = new Random(seed);
    this.texts = texts;
    this.texted = connection.createStatement();
    this.insert =
        connection.prepareStatement(
            "INSERT INTO goods (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS);
    this.query = connection.prepareStatement("SELECT name FROM goods WHERE id <= ? ORDER BY id");
  }

  /** So many walks, which execute these texts among other things. */
  public static Stream<Program> all(int number, List<String> texts) {
    return LongStream.range(0, number)
        .mapToObj(
            seed ->
                new Program(
                    "walk " + seed,
                    (connection, seen) -> new WalkPrograms(connection, seen, seed, texts).go()));
  }

  private void go() {
    for (int i = 0; i < STEPS; i++) {
      switch (random.nextInt(4)) {
        case 0 -> changeMode();
        case 1 -> useTransaction();
        case 2 -> useStatements();
        default -> TextPrograms.execute(connection, seen, drawn());
      }
      seen.call("auto-commit", connection::getAutoCommit);
    }
    TextPrograms.count(connection, seen);
    seen.step("close", connection::close);
  }

  private String drawn() {
    return texts.get(random.nextInt(texts.size()));
  }

  private void changeMode() {
    boolean on = random.nextBoolean();
    switch (random.nextInt(4)) {
      case 0 -> between(() -> connection.setReadOnly(on));
      case 1 -> between(() -> connection.setTransactionIsolation(on ? 2 : 8));
      case 2 -> seen.call("read-only", connection::isReadOnly);
      default -> seen.step("auto-commit " + on, () -> connection.setAutoCommit(on));
    }
  }

  /** What not every driver allows in a transaction, and none must allow there. */
  private void between(Transcript.Step step) {
    TextPrograms.execute(connection, seen, "ROLLBACK");
    seen.step("between transactions", step);
  }

  private void useTransaction() {
    switch (random.nextInt(5)) {
      case 0 -> seen.step("commit", connection::commit);
      case 1 -> seen.step("rollback", connection::rollback);
      case 2 -> seen.step("savepoint", () -> savepoint = connection.setSavepoint());
      case 3 -> seen.step("back", () -> connection.rollback(savepoint));
      default -> seen.step("release", () -> connection.releaseSavepoint(savepoint));
    }
  }

  private void useStatements() {
    switch (random.nextInt(8)) {
      case 0 -> seen.step("name", () -> insert.setString(1, "n" + random.nextInt(100)));
      case 1 -> seen.step("no name", () -> insert.setNull(1, java.sql.Types.VARCHAR));
      case 2 -> seen.call("insert", insert::executeUpdate);
      case 3 -> seen.step("add", this::add);
      case 4 -> seen.call("batch", insert::executeBatch);
      case 5 -> seen.call("keys", insert::getGeneratedKeys);
      case 6 -> seen.step("query", this::query);
      default -> useRows();
    }
  }

  /** Some drivers refuse a row without a name when it is added, and others later. */
  private void add() throws Exception {
    insert.setString(1, "b" + random.nextInt(100));
    insert.addBatch();
  }

  private void query() throws Exception {
    query.setInt(1, random.nextInt(5));
    rows = query.executeQuery();
  }

  private void useRows() {
    switch (random.nextInt(4)) {
      case 0 -> seen.call("next", () -> rows == null ? null : rows.next());
      case 1 -> seen.call("value", () -> rows == null ? null : rows.getString(1));
      case 2 -> seen.call("execute", () -> texted.execute(drawn()));
      default -> TextPrograms.results(texted, seen);
    }
  }
}
