package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.PessimisticLockException;
import jakarta.persistence.Table;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.hibernate.Version;
import org.hibernate.exception.JDBCConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionTemplate;

/** What the caller of JPA sees through Spring, Hibernate and HikariCP, with default settings. */
@WithPostgres(readers = 0)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpringJpaTest {

  /** What Hibernate makes of 40001. */
  private static final Class<? extends PersistenceException> LOCK_FAILED =
      Version.getVersionString().startsWith("6.")
          ? OptimisticLockException.class
          : PessimisticLockException.class;

  private final PostgresCluster cluster;
  private final LocalContainerEntityManagerFactoryBean factory =
      new LocalContainerEntityManagerFactoryBean();
  private Gate gate;
  private HikariDataSource pool;
  private JpaTransactionManager transactions;

  SpringJpaTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @Entity(name = "Told")
  @Table(name = "told")
  static class Row {
    @Id int id;
    String name;

    protected Row() {}

    Row(int id) {
      this.id = id;
      this.name = "new";
    }
  }

  @BeforeEach
  void open() throws SQLException {
    gate = Gate.shut(cluster);
    pool = SpringTransaction.pool(cluster);
    factory.setDataSource(pool);
    factory.setManagedTypes(PersistenceManagedTypes.of(Row.class.getName()));
    factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
    factory.afterPropertiesSet();
    transactions = new JpaTransactionManager(entityManagers());
    transactions.afterPropertiesSet();
  }

  @AfterEach
  void close() {
    factory.destroy();
    pool.close();
    gate.close();
  }

  private EntityManagerFactory entityManagers() {
    return Objects.requireNonNull(factory.getObject());
  }

  private SpringTransaction transaction(Consumer<EntityManager> work) {
    return SpringTransaction.of(transactions, () -> work.accept(current()));
  }

  /** The entity manager of the transaction that is open. */
  private EntityManager current() {
    return Objects.requireNonNull(
        EntityManagerFactoryUtils.getTransactionalEntityManager(entityManagers()));
  }

  private SpringTransaction cut(Consumer<EntityManager> work) throws Exception {
    CompletableFuture<Integer> lost = gate.lose(Loss.CUT);
    SpringTransaction done = transaction(work);
    int session = Gate.await(lost);
    gate.open();
    gate.awaitEnd(session);
    return done;
  }

  private void theNextTransactionIsCommitted(int stored) {
    transaction(em -> em.persist(new Row(5))).isCommitted();
    assertThat(gate.stored()).isEqualTo(stored + 1);
  }

  private static void pass(EntityManager em) {
    em.createNativeQuery("SELECT pass()").getResultList();
  }

  @Test
  void aLostStatementIsAFailedLockToHibernateAndTheTransactionIsRolledBack() throws Exception {
    cut(em -> {
          em.persist(new Row(1));
          em.flush();
          pass(em);
        })
        .throwsExactly(LOCK_FAILED)
        .becauseOf("40001")
        .isReported(TransactionSynchronization.STATUS_ROLLED_BACK);
    theNextTransactionIsCommitted(0);
  }

  @Test
  void aStatementThatIsLostInTheFlushOfACommitIsAFailureThatPasses() throws Exception {
    gateAtUpdate()
        .throwsExactly(CannotAcquireLockException.class)
        .becauseOf("40001")
        .isReported(TransactionSynchronization.STATUS_ROLLED_BACK);
    theNextTransactionIsCommitted(0);
  }

  private SpringTransaction gateAtUpdate() throws Exception {
    return cut(em -> em.find(Row.class, 0).name = "new");
  }

  @Test
  void aLossThatTheApplicationPassesOverIsNotCommitted() throws Exception {
    AtomicReference<Throwable> told = new AtomicReference<>();
    SpringTransaction done =
        cut(
            em -> {
              em.persist(new Row(1));
              em.flush();
              told.set(catchThrowable(() -> pass(em)));
            });
    assertThat(told.get()).isExactlyInstanceOf(LOCK_FAILED);
    done.throwsExactly(UnexpectedRollbackException.class);
    done.isReported(TransactionSynchronization.STATUS_ROLLED_BACK);
    theNextTransactionIsCommitted(0);
  }

  /** JpaTransactionManager says "rolled back" of a failed commit whatever the driver does. */
  @Test
  void aLostCommitIsAFailureThatDoesNotPass() throws Exception {
    cut(em -> em.persist(new Row(1)))
        .throwsExactly(DataAccessResourceFailureException.class)
        .becauseOf("08007")
        .isReported(TransactionSynchronization.STATUS_ROLLED_BACK);
    theNextTransactionIsCommitted(1);
  }

  /** HikariCP evicts at once, and the rollback that Hibernate tries then hides the 08001. */
  @Test
  void noServerAtTheFirstStatementIsHiddenByTheRollbackThatFollows() {
    transaction(
            em -> {
              SpringTransaction.killWriter(cluster, pool);
              Throwable told =
                  catchThrowable(() -> em.createNativeQuery("SELECT 1").getResultList());
              assertThat(told)
                  .isExactlyInstanceOf(JDBCConnectionException.class)
                  .cause()
                  .hasFieldOrPropertyWithValue("SQLState", "08001");
              throw (JDBCConnectionException) told;
            })
        .throwsExactly(JpaSystemException.class)
        .isReported(TransactionSynchronization.STATUS_UNKNOWN);
    cluster.start(cluster.writer());
    theNextTransactionIsCommitted(0);
  }

  @Test
  void aReadOnlyTransactionThatIsLostLeavesTheConnectionCleanForTheNext() throws Exception {
    TransactionTemplate readOnly = new TransactionTemplate(transactions);
    readOnly.setReadOnly(true);
    CompletableFuture<Integer> lost = gate.lose(Loss.CUT);
    assertThat(catchThrowable(() -> readOnly.executeWithoutResult(t -> pass(current()))))
        .isExactlyInstanceOf(LOCK_FAILED);
    Gate.await(lost);
    gate.open();
    theNextTransactionIsCommitted(0);
  }
}
