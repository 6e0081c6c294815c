# Run by mmdebstrap when the packages are unpacked and still there ($1 is the
# root filesystem): writes the database in which dpkg and scanners look up what
# is installed. mmdebstrap's variant "extract" leaves it empty. Python's own
# packages are left out: it is moved to where the official images, which have
# no such packages, keep theirs.
set -eu
db=$1/var/lib/dpkg
for deb in "$1"/var/cache/apt/archives/*.deb; do
	name=$(dpkg-deb -f "$deb" Package)
	case $name in
	python3* | libpython3*) continue ;;
	esac
	dpkg-deb -f "$deb" | sed 's/^Package: .*/&\nStatus: install ok installed/' >>"$db/status"
	echo >>"$db/status"
	if [ "$(dpkg-deb -f "$deb" Multi-Arch)" = same ]; then
		name=$name:$(dpkg-deb -f "$deb" Architecture)
	fi
	dpkg-deb --fsys-tarfile "$deb" | tar -t | sed -e 's#^\.##' -e 's#/$##' -e 's#^$#/.#' >"$db/info/$name.list"
done
echo 1 >"$db/info/format"
