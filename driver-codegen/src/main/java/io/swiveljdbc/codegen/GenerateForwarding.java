package io.swiveljdbc.codegen;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Writes, into the annotated package, one abstract class {@code ForwardingX} for each JDBC
 * interface X, with a hierarchy that mirrors the interfaces, so that each method is written once.
 *
 * <ol>
 *   <li>A method calls the same method of {@code delegate()}. What {@code delegate()} throws is
 *       final and not translated.
 *   <li>A JDBC object (of an interface in {@link #value}) that comes back passes through {@code
 *       wrap(x)}; null stays null and is not wrapped.
 *   <li>An SQLException passes through {@code translate(e)}.
 *   <li>A parameter setter is passed on to {@code current()}, when there is one, and then recorded:
 *       in {@code parameters()} by index (the class {@code Parameters} is written too), in {@code
 *       calls()} by name. A value that the target refused is not recorded.
 *   <li>A constant of DatabaseMetaData (no parameters; boolean, int, long or String) is read
 *       through {@code constant(MetadataConstant)} (the enum is written too).
 *   <li>A method declared without SQLException is left abstract.
 * </ol>
 *
 * The package itself provides {@code ForwardedObject}, {@code JdbcObject} for what can be
 * unwrapped, {@code ParameterSlots}, {@code ParameterValue} and {@code NamedCalls}.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.PACKAGE)
public @interface GenerateForwarding {

  /** The JDBC interfaces. An interface that extends another of them gets a class that does too. */
  Class<?>[] value();

  /**
   * What the names of the hand-written halves begin with, if they stand between the generated
   * classes: with {@code "Routed"}, {@code ForwardingPreparedStatement} extends {@code
   * RoutedStatement}, which extends {@code ForwardingStatement}. Such a half declares the hook
   * {@code current()} and takes one constructor argument, a {@code RoutedOrigin}. By default the
   * generated classes extend each other.
   */
  String between() default "";
}
