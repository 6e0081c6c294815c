# $1 becomes /etc/docker, the one place where dockerd looks for the mirrors of
# registries. The mount namespace is the daemon's own: the machine sees nothing
# of it, and the mounts a daemon leaves behind end with it.
set -eu
mkdir -p /etc/docker
mount --bind "$1" /etc/docker
shift
exec "$@"
