# Flera tider på en gång: en serie, en familj, två besök efter varandra.
plan-booked = Hej! { $clinic } har bokat de här tiderna: { $times }. Svara här om någon av dem inte passar.
plan-moved = Hej! { $clinic } har flyttat tiderna. De nya är { $times }. Svara här om någon av dem inte passar.
plan-cancelled = Hej! { $clinic } har tyvärr fått ställa in de här tiderna: { $times }. Svara här så hittar vi nya.
