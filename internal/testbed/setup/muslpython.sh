#!/bin/bash
# Builds a small root file system with a musl CPython, laid out as the image
# python:3.13-alpine is, for machines that reach no image registry. Everything
# comes from the Debian mirror that this machine's apt is configured for: the
# sources and musl of trixie, the kernel headers of bookworm. It is compiled
# with the host's gcc against musl; x86-64 only.
#
# usage: muslpython.sh WORK_DIR OUTPUT.tar.gz
set -euo pipefail
W=$(realpath -m "$1") OUT=$(realpath -m "$2")
JOBS=$(nproc)
B=$W/work S=$W/work/sysroot R=$W/rootfs DL=$W/work/dl LOG=$W/log
PYV=3.13
export SOURCE_DATE_EPOCH=1750000000 LC_ALL=C TZ=UTC PYTHONDONTWRITEBYTECODE=1
unset CC CFLAGS CPPFLAGS LDFLAGS LD_LIBRARY_PATH PYTHONPATH PYTHONHOME MAKEFLAGS MAKELEVEL || :
umask 022

rm -rf "$B" "$R"
mkdir -p "$B" "$S"/{lib,usr/lib,usr/include,etc} "$R" "$DL" "$LOG" "$B/bin"
APTDIR=$(mktemp -d)
trap 'rm -rf "$APTDIR"' EXIT

step() { # step NAME: runs do_NAME and keeps what it prints
  # not `( ... ) || ...`: bash would then ignore `set -e` inside
  set +e; ( set -euo pipefail; "do_$1" ) >"$LOG/$1.log" 2>&1; local rc=$?; set -e
  [ $rc = 0 ] || { tail -n 20 "$LOG/$1.log" >&2; echo "step $1 failed, see $LOG/$1.log" >&2; exit 1; }
}

# ---------------------------------------------------------------- downloads
do_fetch() {
  local uri key=/usr/share/keyrings/debian-archive-keyring.gpg
  # the mirror apt uses for the host's own main suite (not -updates/-security)
  uri=$(apt-get indextargets --format '$(REPO_URI)|$(RELEASE)' 'Created-By: Packages' \
        | sort -u | awk -F'|' '$1 ~ /\/debian\/?$/ && $2 !~ /-/ {print $1; exit}')
  [ -n "$uri" ] || { echo "apt has no Debian suite configured (or was never updated)"; return 1; }
  mkdir -p "$APTDIR"/{lists/partial,cache/archives/partial,parts}
  {
    echo "deb [signed-by=$key] $uri trixie main"
    echo "deb-src [signed-by=$key] $uri trixie main"
    echo "deb [signed-by=$key] $uri bookworm main"
  } > "$APTDIR/sources.list"
  : > "$APTDIR/status"
  cat > "$APTDIR/apt.conf" <<EOF
Dir::Etc::sourcelist "$APTDIR/sources.list";
Dir::Etc::sourceparts "$APTDIR/parts";
Dir::Etc::preferencesparts "$APTDIR/parts";
Dir::State::lists "$APTDIR/lists";
Dir::State::status "$APTDIR/status";
Dir::Cache "$APTDIR/cache";
APT::Sandbox::User "";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::DEP-11-icons-small::DefaultEnabled "false";
Acquire::IndexTargets::deb::DEP-11-icons::DefaultEnabled "false";
EOF
  export APT_CONFIG=$APTDIR/apt.conf
  apt-get -q update >/dev/null
  cd "$DL"
  apt-get -q download musl/trixie musl-dev/trixie musl-tools/trixie ca-certificates/trixie tzdata/trixie \
    linux-libc-dev/bookworm >/dev/null
  if ! command -v tclsh >/dev/null; then          # sqlite's source needs it
    apt-get -q download tcl8.6/bookworm libtcl8.6/bookworm >/dev/null
  fi
  local p
  for p in python3.13 openssl zlib libffi bzip2 xz-utils sqlite3 busybox; do source_of "$p"; done
}

# source_of NAME: the newest of its listed versions that the mirror really has (one
# that was just updated may list what it has not got yet)
source_of() {
  local v
  for v in $(apt-cache showsrc --only-source "$1" | sed -n 's/^Version: //p' | sort -rVu); do
    apt-get -q source --download-only --only-source "$1=$v" && return
    rm -f "$1"_*
  done
  echo "the mirror has no source of $1"; return 1
}

# unpack NAME: one upstream tarball to $B/src/NAME
unpack() {
  mkdir -p "$B/src/$1"
  local f; f=$(ls "$DL/$1"_*.orig.tar.* | grep -v '\.asc$')
  tar -C "$B/src/$1" --strip-components=1 --no-same-owner -xf "$f"
  cd "$B/src/$1"
}

# ---------------------------------------------------------------- toolchain
do_toolchain() {
  local d=$B/debs f
  mkdir -p "$d"
  for f in "$DL"/*.deb; do dpkg-deb -x "$f" "$d"; done
  cp -r "$d"/usr/include/x86_64-linux-musl/. "$S/usr/include/"
  cp -r "$d"/usr/include/{linux,asm-generic,mtd} "$d"/usr/include/x86_64-linux-gnu/asm "$S/usr/include/"
  cp "$d"/usr/lib/x86_64-linux-musl/*.{o,a} "$S/usr/lib/"
  cp "$d"/usr/lib/x86_64-linux-musl/libc.so "$S/lib/ld-musl-x86_64.so.1"
  # Alpine's name for libc in DT_NEEDED
  ln -s ../../lib/ld-musl-x86_64.so.1 "$S/usr/lib/libc.musl-x86_64.so.1"
  echo 'INPUT(-l:libc.musl-x86_64.so.1)' > "$S/usr/lib/libc.so"
  # the loader reads <its prefix>/etc/ld-musl-x86_64.path, so what is built can run here
  printf '%s\n' "$S/lib" "$S/usr/lib" > "$S/etc/ld-musl-x86_64.path"
  # two compilers from Debian's musl-gcc specs: programs linked by the first run
  # here (loader inside the sysroot), those of the second run in the rootfs
  sed -e "s#/usr/include/x86_64-linux-musl#$S/usr/include#g" \
      -e "s#/usr/lib/x86_64-linux-musl#$S/usr/lib#g" \
      -e "s#^-dynamic-linker /lib/#-rpath-link $S/usr/lib -dynamic-linker $S/lib/#" \
      "$d/usr/lib/x86_64-linux-musl/musl-gcc.specs" > "$B/specs.build"
  sed -e "s#-dynamic-linker $S/lib/#-dynamic-linker /lib/#" "$B/specs.build" > "$B/specs.final"
  grep -q -- "-dynamic-linker $S/lib/ld-musl" "$B/specs.build"
  grep -q -- "-dynamic-linker /lib/ld-musl" "$B/specs.final"
  cat > "$B/bin/musl-gcc" <<EOF
#!/bin/sh
case "\$1" in --print-multiarch|-print-multiarch) echo x86_64-linux-musl; exit;; esac
exec gcc "\$@" -ffile-prefix-map=$B/src=/src -specs "$B/specs.\${MUSL_LINK:-build}"
EOF
  chmod +x "$B/bin/musl-gcc"
  cd "$B"; printf '#include <stdio.h>\n#include <linux/version.h>\nint main(){puts("hello");}\n' > h.c
  musl-gcc -O2 h.c -o h; ./h; readelf -d h | grep NEEDED
}
export PATH=$B/bin:$PATH
export PKG_CONFIG_LIBDIR=$S/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$S
unset PKG_CONFIG_PATH || :
C="-O2 -pipe"

# ---------------------------------------------------------------- libraries
do_zlib() {
  unpack zlib
  CC=musl-gcc CFLAGS="$C -fPIC" ./configure --prefix=/usr --shared
  make -j$JOBS
  make install DESTDIR="$S"; rm -f "$S"/usr/lib/libz.a
}
do_libffi() {
  unpack libffi
  # Debian's tarball has no ./configure (it wants autoconf, automake, libtool), so
  # the few files for x86-64 are compiled by hand with what configure finds there.
  local v; v=$(sed -n 's/^AC_INIT(\[libffi\], *\[\([0-9.]*\)\].*/\1/p' configure.ac | head -1)
  [ -n "$v" ]
  sed -e "s/@VERSION@/$v/; s/@TARGET@/X86_64/; s/@HAVE_LONG_DOUBLE@/1/; s/@FFI_EXEC_TRAMPOLINE_TABLE@/0/" \
      -e "s/@FFI_VERSION_STRING@/$v/; s/@FFI_VERSION_NUMBER@/$(echo $v | awk -F. '{print $1*10000+$2*100+$3}')/" \
      include/ffi.h.in > include/ffi.h
  if grep -n '@[A-Z_]*@' include/ffi.h; then return 1; fi
  cp src/x86/ffitarget.h include/
  cat > include/fficonfig.h <<'EOF'
#define HAVE_ALLOCA_H 1
#define HAVE_MEMCPY 1
#define HAVE_MEMFD_CREATE 1
#define HAVE_LONG_DOUBLE 1
#define HAVE_AS_CFI_PSEUDO_OP 1
#define HAVE_AS_X86_PCREL 1
#define HAVE_AS_X86_64_UNWIND_SECTION_TYPE 1
#define HAVE_HIDDEN_VISIBILITY_ATTRIBUTE 1
#define HAVE_RO_EH_FRAME 1
#define EH_FRAME_FLAGS "a"
#define HAVE_STDINT_H 1
#define HAVE_INTTYPES_H 1
#define FFI_EXEC_STATIC_TRAMP 1
#define SIZEOF_DOUBLE 8
#define SIZEOF_LONG_DOUBLE 16
#define SIZEOF_SIZE_T 8
#define STDC_HEADERS 1
#ifdef LIBFFI_ASM
#define FFI_HIDDEN(name) .hidden name
#else
#define FFI_HIDDEN __attribute__ ((visibility ("hidden")))
#endif
EOF
  gcc -E -P -x assembler-with-cpp -DGENERATE_LIBFFI_MAP -Iinclude -o libffi.map libffi.map.in
  musl-gcc $C -fPIC -fexceptions -DHAVE_CONFIG_H -D_GNU_SOURCE -Iinclude -Isrc -Isrc/x86 -shared \
    src/{prep_cif,types,raw_api,java_raw_api,closures,tramp}.c \
    src/x86/{ffi64,ffiw64}.c src/x86/{unix64,win64}.S \
    -Wl,-soname,libffi.so.8 -Wl,--version-script,libffi.map -Wl,-z,noexecstack \
    -o "$S/usr/lib/libffi.so.8"
  ln -sf libffi.so.8 "$S/usr/lib/libffi.so"
  cp include/ffi.h include/ffitarget.h "$S/usr/include/"
}
do_bzip2() {
  unpack bzip2
  musl-gcc $C -fPIC -D_FILE_OFFSET_BITS=64 -shared \
    blocksort.c huffman.c crctable.c randtable.c compress.c decompress.c bzlib.c \
    -Wl,-soname,libbz2.so.1 -o "$S/usr/lib/libbz2.so.1"
  ln -sf libbz2.so.1 "$S/usr/lib/libbz2.so"
  cp bzlib.h "$S/usr/include/"
}
do_xz() {
  mv "$DL"/xz-utils_*.orig.tar.xz "$DL/xz_.orig.tar.xz"; unpack xz
  ./configure CC=musl-gcc CFLAGS="$C" --prefix=/usr --disable-static --disable-nls \
    --disable-xz --disable-xzdec --disable-lzmadec --disable-lzmainfo --disable-scripts --disable-doc
  make -j$JOBS; make install DESTDIR="$S"
}
do_sqlite() {
  mkdir -p "$B/src/sqlite"; cd "$B/src/sqlite"
  tar --strip-components=1 --no-same-owner -xf "$(ls "$DL"/sqlite3_*.orig.tar.xz)"
  if ! command -v tclsh >/dev/null; then
    printf '#!/bin/sh\nTCL_LIBRARY=%s LD_LIBRARY_PATH=%s exec %s "$@"\n' \
      "$B/debs/usr/share/tcltk/tcl8.6" "$B/debs/usr/lib/x86_64-linux-gnu" "$B/debs/usr/bin/tclsh8.6" \
      > "$B/bin/tclsh"; chmod +x "$B/bin/tclsh"; ln -sf tclsh "$B/bin/tclsh8.6"
  fi
  # the amalgamation, made with host tools; then one compilation against musl
  ./configure CC=gcc --disable-tcl --disable-readline
  make sqlite3.c sqlite3.h
  musl-gcc $C -fPIC -shared -DNDEBUG -DSQLITE_THREADSAFE=1 -DSQLITE_ENABLE_COLUMN_METADATA \
    -DSQLITE_ENABLE_FTS4 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_MATH_FUNCTIONS \
    -DHAVE_USLEEP=1 sqlite3.c -Wl,-soname,libsqlite3.so.0 -lm -o "$S/usr/lib/libsqlite3.so.0"
  ln -sf libsqlite3.so.0 "$S/usr/lib/libsqlite3.so"; cp sqlite3.h "$S/usr/include/"
}
do_openssl() {
  unpack openssl
  # no-async: musl has no makecontext
  CC=musl-gcc ./Configure linux-x86_64 --prefix=/usr --openssldir=/etc/ssl --libdir=lib shared \
    no-tests no-apps no-docs no-module no-legacy no-async no-zlib \
    no-idea no-mdc2 no-rc5 no-ec2m no-sm2 no-sm4 no-seed no-ssl3 no-weak-ssl-ciphers \
    enable-ec_nistp_64_gcc_128 $C
  make -j$JOBS build_libs
  make DESTDIR="$S" install_dev
  rm -f "$S"/usr/lib/lib{ssl,crypto}.a
}

# ---------------------------------------------------------------- busybox
do_busybox() {
  unpack busybox
  export KCONFIG_NOTIMESTAMP=1    # no build time in the banner
  make HOSTCC=gcc CC=musl-gcc defconfig
  # tc does not compile with current kernel headers
  sed -i -e 's/^CONFIG_TC=y/# CONFIG_TC is not set/' \
         -e 's/^CONFIG_FEATURE_TC_INGRESS=y/# CONFIG_FEATURE_TC_INGRESS is not set/' .config
  yes '' | make HOSTCC=gcc CC=musl-gcc oldconfig || [ "${PIPESTATUS[1]}" = 0 ]
  MUSL_LINK=final make -j$JOBS HOSTCC=gcc CC=musl-gcc SKIP_STRIP=y busybox
  "$S/lib/ld-musl-x86_64.so.1" ./busybox --list-full > "$B/applets"
  grep -q '/adduser$' "$B/applets"; grep -q '/addgroup$' "$B/applets"
}

# ---------------------------------------------------------------- python
do_python_configure() {
  unpack python3.13
  # THREAD_STACK_SIZE: as in the official Alpine images (musl's default is small)
  ./configure CC=musl-gcc OPT="-DNDEBUG -fwrapv -Wall" \
    CFLAGS="$C -DTHREAD_STACK_SIZE=0x100000" \
    CPPFLAGS="-I$S/usr/include" LDFLAGS="-L$S/usr/lib" \
    --prefix=/usr/local --enable-shared --without-static-libpython --without-ensurepip \
    --disable-test-modules --with-openssl="$S/usr" --with-ssl-default-suites=openssl \
    --enable-loadable-sqlite-extensions --with-readline=no --with-dbmliborder= \
    py_cv_module__tkinter=n/a py_cv_module__curses=n/a py_cv_module__curses_panel=n/a \
    py_cv_module__uuid=n/a py_cv_module_readline=n/a py_cv_module__dbm=n/a py_cv_module__gdbm=n/a
}
do_python_build() { cd "$B/src/python3.13"; make -j$JOBS; }
do_python_install() {
  rm -rf "$R"; mkdir -p "$R"
  cd "$B/src/python3.13"
  # --help: compile no .pyc (the official images ship none either)
  make install DESTDIR="$R" ENSUREPIP=no COMPILEALL_OPTS=--help
  mv python python.build          # its loader lies in the sysroot
  MUSL_LINK=final make python
  install -m755 python "$R/usr/local/bin/python$PYV"
  mv -f python.build python
  ln -sf python3 "$R/usr/local/bin/python"
}

# ---------------------------------------------------------------- root fs
do_rootfs() {
  cd "$R"
  mkdir -p bin sbin lib dev proc sys run tmp root home mnt opt srv media etc/ssl/certs \
    usr/{bin,sbin,lib,share} usr/local/{lib,sbin,share} var/{log,tmp,cache,lib,spool}
  chmod 1777 tmp var/tmp; chmod 700 root
  ln -s ../run var/run
  # libc
  install -m755 "$S/lib/ld-musl-x86_64.so.1" lib/
  ln -s ld-musl-x86_64.so.1 lib/libc.musl-x86_64.so.1
  ln -s ../../lib/ld-musl-x86_64.so.1 usr/bin/ldd
  # shared libraries
  local p
  for p in libz.so.1 libcrypto.so.3 libssl.so.3 libffi.so.8 libbz2.so.1 liblzma.so.5 libsqlite3.so.0; do
    install -m755 "$(realpath "$S/usr/lib/$p")" "usr/lib/$p"
  done
  ln -s libbz2.so.1 usr/lib/libbz2.so.1.0
  # busybox and its applets
  install -m755 "$B/src/busybox/busybox" bin/busybox
  while read -r p; do
    [ "$p" = bin/busybox ] && continue
    case $p in linuxrc) continue;; esac
    mkdir -p "$(dirname "$p")"; [ -e "$p" ] || [ -L "$p" ] || ln -s /bin/busybox "$p"
  done < "$B/applets"
  # identity
  echo 3.22.0 > etc/alpine-release
  cat > etc/os-release <<'EOF'
NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.22.0
PRETTY_NAME="Alpine Linux v3.22"
EOF
  cat > etc/passwd <<'EOF'
root:x:0:0:root:/root:/bin/sh
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
nobody:x:65534:65534:nobody:/:/sbin/nologin
EOF
  cat > etc/group <<'EOF'
root:x:0:root
bin:x:1:root,bin,daemon
daemon:x:2:root,bin,daemon
tty:x:5:
users:x:100:
nogroup:x:65533:
nobody:x:65534:
EOF
  printf 'root:*::0:::::\nbin:!::0:::::\ndaemon:!::0:::::\nnobody:!::0:::::\n' > etc/shadow; chmod 640 etc/shadow
  printf '/bin/sh\n/bin/ash\n' > etc/shells
  printf '127.0.0.1\tlocalhost\n::1\tlocalhost\n' > etc/hosts
  echo localhost > etc/hostname
  echo 'hosts: files dns' > etc/nsswitch.conf
  printf 'export PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin\n' > etc/profile
  # certificates: Debian's copy of Mozilla's list
  find "$B/debs/usr/share/ca-certificates/mozilla" -name '*.crt' | sort | xargs cat > etc/ssl/certs/ca-certificates.crt
  ln -s certs/ca-certificates.crt etc/ssl/cert.pem

  # time zones (the official image has Alpine's tzdata)
  cp -r "$B/debs/usr/share/zoneinfo" usr/share/

  # python: only what runs
  cd usr/local
  rm -rf include share/man lib/pkgconfig bin/*-config bin/idle* bin/pydoc* lib/libpython3.so
  cd lib/python$PYV
  rm -rf test idlelib tkinter turtledemo turtle.py ensurepip/_bundled lib2to3 pydoc_data \
    config-$PYV-*/{libpython*,*.o,*.c,Setup*,install-sh,makesetup,python-config.py}
  find . -depth -type d \( -name test -o -name tests -o -name idle_test -o -name __pycache__ \) -exec rm -rf {} +
  # nothing of this machine's paths in what sysconfig tells
  find . -type f \( -name '_sysconfigdata_*.py' -o -name Makefile -o -name '*.json' \) -exec \
    sed -i -e "s#musl-gcc#gcc#g" -e "s#-I$S/usr/include##g; s#-L$S/usr/lib##g; s#$S##g" \
           -e "s#$B/src/python3.13#/usr/src/python#g" {} +
  local whl; whl=$(ls "$B"/src/python3.13/Lib/ensurepip/_bundled/pip-*.whl)
  LD_LIBRARY_PATH=$B/src/python3.13 "$B/src/python3.13/python" -E -m zipfile -e "$whl" site-packages
  printf '#!/usr/local/bin/python3.13\nimport sys\nfrom pip._internal.cli.main import main\nsys.exit(main())\n' > ../../bin/pip3
  chmod 755 ../../bin/pip3; ln -sf pip3 ../../bin/pip
  cd "$R"
  # strip what gcc made here
  find usr/lib usr/local/lib/python$PYV/lib-dynload usr/local/lib -name '*.so*' -type f -exec strip --strip-unneeded {} + || :
  strip bin/busybox usr/local/bin/python$PYV
  # (the loader came stripped from Debian)
  if grep -rlF "$B" . ; then echo "build paths left in the files above"; return 1; fi
}
do_pack() {
  # no owner, time or order of this machine in the tarball: the same inputs give the same bytes
  tar -C "$R" --sort=name --mtime=@$SOURCE_DATE_EPOCH --owner=0 --group=0 --numeric-owner \
    --format=gnu -cf - . | gzip -9n > "$OUT.tmp"
  mv "$OUT.tmp" "$OUT"
}

for s in fetch toolchain zlib libffi bzip2 xz sqlite openssl busybox \
         python_configure python_build python_install rootfs pack; do
  step $s
done
rm -rf "$B" "$R"
