/** An empty word would be lost on its way to a program before PowerShell 7.3: a blank stands for it. */
export const powershellScript = `# PowerShell completion of modelfleet
Register-ArgumentCompleter -Native -CommandName modelfleet -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { "$_" })
  $program = $words[0]
  $words = @($words | Select-Object -Skip 1)
  if ($wordToComplete -eq '') { $words += ' ' }
  $lines = @(& $program __complete '--' @words 2>$null)
  if ($lines[0] -eq 'files') { [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete) }
  $lines | Select-Object -Skip 1 | ForEach-Object {
    $value, $description = $_ -split [char]9, 2
    if (-not $description) { $description = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
  }
}
`;
