package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionBuilder;
import org.hibernate.SessionFactory;
import org.hibernate.Version;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole requests of Hibernate without Spring, over every pool. */
@WithPostgres(readers = 1)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HibernateRequestTest {

  private final PostgresCluster cluster;
  private Goods goods;

  HibernateRequestTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void empty() throws SQLException {
    goods = Goods.none(cluster);
  }

  private static SessionFactory hibernate(DataSource pool) {
    return new Configuration()
        .addAnnotatedClass(Good.class)
        .setProperty(AvailableSettings.HBM2DDL_AUTO, "none")
        .buildSessionFactory(
            new StandardServiceRegistryBuilder()
                .applySettings(Map.of(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool))
                .build());
  }

  /** A session that outlives its transactions, as an open session in view does. */
  @ParameterizedTest
  @EnumSource(Pool.class)
  void oneSessionReadsAndWritesByTurns(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      try (SessionFactory factory = hibernate(connections.source());
          Session session = factory.openSession()) {
        write(session, 1);
        assertThat(read(session)).isTrue();
        write(session, 2);
        assertThatThrownBy(() -> write(session, 2));
        session.clear();
        assertThat(read(session)).isTrue();
        write(session, 3);
      }
      connections.areClean();
    }
    assertThat(goods.stored()).isEqualTo("1 2 3");
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
    return readAsItIs(session);
  }

  private static boolean readAsItIs(Session session) {
    session.beginTransaction();
    boolean onReader = onReader(session);
    session.getTransaction().commit();
    return onReader;
  }

  private static boolean onReader(Session session) {
    return session.createNativeQuery(Goods.ON_READER, Boolean.class).getSingleResult();
  }

  /** From Hibernate 7.2 on a session that is opened read-only tells its connection so. */
  @ParameterizedTest
  @EnumSource(Pool.class)
  @DisabledIf("isHibernate6")
  void aReadOnlySessionRunsOnAReader(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster);
        SessionFactory factory = hibernate(connections.source())) {
      try (Session reading = readOnly(factory.withOptions()).openSession()) {
        assertThat(readAsItIs(reading)).isTrue();
        assertThat(readAsItIs(reading)).isTrue();
      }
      connections.areClean();
      try (Session writing = factory.openSession()) {
        write(writing, 1);
      }
      connections.areClean();
    }
    assertThat(goods.stored()).isEqualTo("1");
  }

  static boolean isHibernate6() {
    return Version.getVersionString().startsWith("6.");
  }

  /** The call is not there in Hibernate 6, against which this is compiled. */
  private static SessionBuilder readOnly(SessionBuilder options)
      throws ReflectiveOperationException {
    return (SessionBuilder)
        SessionBuilder.class.getMethod("readOnly", boolean.class).invoke(options, true);
  }
}
