// Package setup brings up what the tests and the demonstration need: a
// BuildKit daemon, a registry that serves images under their public names,
// and the images.
//
// It works in one of two ways. Where Docker runs, the daemon and the registry
// are containers and the images are the real ones. On a Linux machine with no
// engine, as root, the daemon and the registry are built from their Go
// modules, and the images are stand-ins made of Debian packages and of wheels;
// the daemon takes the local registry for a mirror of the public ones, so that
// what is under test runs unmodified.
//
// Everything made is kept in one state directory outside of the checkout, keyed
// by what it was made from, so that the second start takes seconds.
package setup
