package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whole requests of frameworks over HikariCP, reading and writing by turns: what is declared
 * read-only runs on a reader, all else on the writer, and a failure in the middle undoes what it
 * should.
 */
@WithPostgres(readers = 1)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestTest {

  private static final String ON_READER = "SELECT pg_is_in_recovery()";
  private static final String INSERT = "INSERT INTO goods (id, name) VALUES (?, 'new')";

  private final PostgresCluster cluster;
  private HikariDataSource pool;

  RequestTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS goods");
    cluster.execute(cluster.writer(), "CREATE TABLE goods (id int PRIMARY KEY, name text)");
    cluster.awaitReplayed();
    Known.all(cluster);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(cluster.url());
    config.setMaximumPoolSize(3);
    pool = new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private String stored() {
    return cluster.query(
        cluster.writer(), "SELECT coalesce(string_agg(id::text, ' ' ORDER BY id), '') FROM goods");
  }

  // ---- Spring

  private static TransactionTemplate template(
      JdbcTransactionManager manager, int propagation, boolean readOnly) {
    TransactionTemplate template = new TransactionTemplate(manager);
    template.setPropagationBehavior(propagation);
    template.setReadOnly(readOnly);
    return template;
  }

  @Test
  void springReadsOnReadersWritesOnTheWriterAndNestsBoth() {
    JdbcTransactionManager manager = new JdbcTransactionManager(pool);
    JdbcTemplate jdbc = new JdbcTemplate(pool);
    TransactionTemplate reading =
        template(manager, TransactionDefinition.PROPAGATION_REQUIRED, true);
    TransactionTemplate writing =
        template(manager, TransactionDefinition.PROPAGATION_REQUIRED, false);
    TransactionTemplate nested = template(manager, TransactionDefinition.PROPAGATION_NESTED, false);
    TransactionTemplate apart =
        template(manager, TransactionDefinition.PROPAGATION_REQUIRES_NEW, false);
    TransactionTemplate lookingOn =
        template(manager, TransactionDefinition.PROPAGATION_REQUIRES_NEW, true);

    assertThat(onReader(reading, jdbc)).isTrue();
    writing.executeWithoutResult(
        s -> {
          nested.executeWithoutResult(inner -> jdbc.update(INSERT, 1));
          assertThat(onReader(jdbc)).isFalse();
          assertThatThrownBy(
                  () ->
                      nested.executeWithoutResult(
                          inner -> {
                            jdbc.update(INSERT, 2);
                            throw new IllegalStateException("inner");
                          }))
              .hasMessage("inner");
          assertThat(onReader(lookingOn, jdbc)).isTrue();
          apart.executeWithoutResult(other -> jdbc.update(INSERT, 3));
          jdbc.update(INSERT, 4);
        });
    assertThatThrownBy(
            () ->
                writing.executeWithoutResult(
                    s -> {
                      jdbc.update(INSERT, 5);
                      throw new IllegalStateException("outer");
                    }))
        .hasMessage("outer");
    assertThat(onReader(jdbc)).isFalse();
    assertThat(onReader(reading, jdbc)).isTrue();
    assertThat(stored()).isEqualTo("1 3 4");
  }

  private static boolean onReader(TransactionTemplate transactions, JdbcTemplate jdbc) {
    return Boolean.TRUE.equals(transactions.execute(transaction -> onReader(jdbc)));
  }

  private static boolean onReader(JdbcTemplate jdbc) {
    return Objects.requireNonNull(jdbc.queryForObject(ON_READER, Boolean.class));
  }

  // ---- Hibernate

  @Entity(name = "Good")
  @Table(name = "goods")
  static class Good {
    @Id int id;
    String name;

    protected Good() {}

    Good(int id) {
      this.id = id;
      this.name = "new";
    }
  }

  private SessionFactory hibernate() {
    return new org.hibernate.cfg.Configuration()
        .addAnnotatedClass(Good.class)
        .setProperty(AvailableSettings.HBM2DDL_AUTO, "none")
        .buildSessionFactory(
            new org.hibernate.boot.registry.StandardServiceRegistryBuilder()
                .applySettings(Map.of(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool))
                .build());
  }

  /** A session that outlives its transactions, as an open session in view does. */
  @Test
  void hibernateTurnsWithTheTransactionsOfOneSession() {
    try (SessionFactory factory = hibernate();
        Session session = factory.openSession()) {
      write(session, 1);
      assertThat(read(session)).isTrue();
      write(session, 2);
      assertThatThrownBy(() -> write(session, 2));
      session.clear();
      assertThat(read(session)).isTrue();
      write(session, 3);
    }
    assertThat(stored()).isEqualTo("1 2 3");
  }

  private static void write(Session session, int id) {
    session.doWork(connection -> connection.setReadOnly(false));
    session.beginTransaction();
    try {
      session.persist(new Good(id));
      session.flush();
      assertThat(onReader(session)).isFalse();
      session.getTransaction().commit();
    } catch (RuntimeException e) {
      session.getTransaction().rollback();
      throw e;
    }
  }

  private static boolean read(Session session) {
    session.doWork(connection -> connection.setReadOnly(true));
    session.beginTransaction();
    boolean onReader = onReader(session);
    session.getTransaction().commit();
    return onReader;
  }

  private static boolean onReader(Session session) {
    return session.createNativeQuery(ON_READER, Boolean.class).getSingleResult();
  }

  // ---- MyBatis

  /** What MyBatis maps. */
  public interface Shelf {
    @Insert("INSERT INTO goods (id, name) VALUES (#{id}, 'new')")
    int put(int id);

    @Select(ON_READER)
    boolean onReader();
  }

  @Test
  void myBatisReadsOnReadersWhereItsConnectionIsReadOnly() throws SQLException {
    Configuration configuration =
        new Configuration(new Environment("test", new JdbcTransactionFactory(), pool));
    configuration.addMapper(Shelf.class);
    SqlSessionFactory sessions = new SqlSessionFactoryBuilder().build(configuration);
    try (SqlSession session = sessions.openSession()) {
      session.getMapper(Shelf.class).put(1);
      assertThat(session.getMapper(Shelf.class).onReader()).isFalse();
      session.commit();
    }
    try (SqlSession session = sessions.openSession()) {
      session.getConnection().setReadOnly(true);
      assertThat(session.getMapper(Shelf.class).onReader()).isTrue();
    }
    try (SqlSession session = sessions.openSession()) {
      session.getMapper(Shelf.class).put(2);
      session.rollback();
    }
    try (SqlSession session = sessions.openSession(true)) {
      session.getMapper(Shelf.class).put(3);
      assertThat(session.getMapper(Shelf.class).onReader()).isFalse();
    }
    assertThat(stored()).isEqualTo("1 3");
  }

  // ---- jOOQ

  @Test
  void jooqRunsItsTransactionsOnTheWriterAndThoseOfAReadOnlyConnectionOnAReader()
      throws SQLException {
    DSLContext jooq = DSL.using(pool, SQLDialect.POSTGRES);
    jooq.transaction(
        outer -> {
          outer.dsl().execute(INSERT, 1);
          assertThatThrownBy(
                  () ->
                      outer
                          .dsl()
                          .transaction(
                              inner -> {
                                inner.dsl().execute(INSERT, 2);
                                throw new IllegalStateException("inner");
                              }))
              .hasMessage("inner");
          outer.dsl().execute(INSERT, 3);
        });
    assertThat(jooq.fetchValue("SELECT pg_is_in_recovery()")).isEqualTo(false);
    try (var connection = pool.getConnection()) {
      connection.setReadOnly(true);
      DSLContext reading = DSL.using(connection, SQLDialect.POSTGRES);
      Object onReader = reading.transactionResult(t -> t.dsl().fetchValue(ON_READER));
      assertThat(onReader).isEqualTo(true);
    }
    assertThat(stored()).isEqualTo("1 3");
  }
}
