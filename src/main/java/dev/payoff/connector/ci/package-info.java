/**
 * Deployments told by any continuous integration, in the shape that Apache DevLake's webhook plugin
 * takes (devlake.apache.org/docs/Plugins/webhook): {@link dev.payoff.connector.ci.CiConnector}
 * checks the token, {@link dev.payoff.connector.ci.DeploymentCall} reads a call into facts, {@link
 * dev.payoff.connector.ci.JenkinsBuild} what Jenkins' plugins tell of a build.
 */
@NullMarked
package dev.payoff.connector.ci;

import org.jspecify.annotations.NullMarked;
