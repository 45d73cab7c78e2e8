package io.swiveljdbc.behaviour;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The test loses a server. A kind of cluster that takes long to get over that runs it only with
 * {@code -Dbehaviour.all}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface LosesServers {}
