@echo off
rem SPDX-License-Identifier: GPL-3.0-or-later
rem Starts Polyseme with the first Java it finds that is new enough.
setlocal
if not defined POLYSEME_NEEDS_JAVA set "POLYSEME_NEEDS_JAVA=25.0.3"
set "LIB=%~dp0..\lib"
set "JAVA="
if defined JAVA_HOME call :try "%JAVA_HOME%\bin\java.exe"
for %%J in (java.exe) do if not "%%~$PATH:J"=="" call :try "%%~$PATH:J"
for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*") do call :try "%%~D\bin\java.exe"
if not defined JAVA (
  echo Polyseme needs Java %POLYSEME_NEEDS_JAVA% or newer: install a JDK from adoptium.net and put its folder into JAVA_HOME. 1>&2
  exit /b 1
)
"%JAVA%" --module-path "%LIB%\javafx" --add-modules javafx.controls --enable-native-access=javafx.graphics,ALL-UNNAMED -cp "%LIB%\*" polyseme.app.Main %*
exit /b %ERRORLEVEL%

:try
if defined JAVA exit /b 0
if not exist "%~1" exit /b 0
for /f "tokens=3" %%V in ('""%~1" -version 2>&1 ^| findstr /c:" version ""' ) do call :reaches "%%~V" "%POLYSEME_NEEDS_JAVA%" && set "JAVA=%~1"
exit /b 0

rem Whether version %1 is %2 or newer.
:reaches
for /f "tokens=1-3 delims=.-+" %%A in ("%~1.0.0") do for /f "tokens=1-3 delims=.-+" %%X in ("%~2.0.0") do (
  if %%A gtr %%X exit /b 0
  if %%A lss %%X exit /b 1
  if %%B gtr %%Y exit /b 0
  if %%B lss %%Y exit /b 1
  if %%C geq %%Z exit /b 0
)
exit /b 1
