/**
 * Checks, offline, of what installs Payoff: topics, Kubernetes manifests, compose file, Dockerfile
 * and workflows against the object models of their tools and against the application's settings.
 */
package dev.payoff.deployment;
