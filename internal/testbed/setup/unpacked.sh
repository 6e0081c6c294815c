# Run by mmdebstrap when the packages are unpacked into the root filesystem $1 and
# still there.
set -eu
root=$1

# The database in which dpkg and scanners look up what is installed: mmdebstrap's
# variant "extract" leaves it empty. Python's own packages are left out: no image
# with this database has their files where they put them.
db=$root/var/lib/dpkg
for deb in "$root"/var/cache/apt/archives/*.deb; do
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

# The official images have Python's headers, and nothing else of what Debian's
# package with them depends on.
cd "$root/tmp"
minor=$(cd "$root/usr/bin" && echo python3.[0-9]*)
APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get -q download "lib$minor-dev"
dpkg-deb -x "lib$minor-dev"_*.deb dev
mkdir -p "$root/usr/local"
mv dev/usr/include "$root/usr/local/include"
rm -rf dev "lib$minor-dev"_*.deb
