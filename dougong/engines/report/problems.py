"""What can be wrong with a report, in the builder's words."""

from dougong.engines.finding import message

UNKNOWN_FIELD = message("unknown_field", "没有叫“{name}”的字段", "There is no field called “{name}”")
FANS_OUT = message(
    "fans_out",
    "“{name}”在一条记录里有多个值，按它分组会重复计算；请从明细所在的表单出发做报表",
    "“{name}” has several values for one record: grouping by it would count records more than once",
)
NOT_A_DATE = message("not_a_date", "“{name}”不是日期，不能按时间分组", "“{name}” is no date and has no such buckets")
NOT_A_NUMBER = message("not_a_number", "“{name}”不是数字，不能{fn}", "“{name}” is no number: {fn} is not possible")
NOT_ORDERED = message("not_ordered", "“{name}”没有大小之分", "“{name}” has no order")
FIELD_NEEDED = message("field_needed", "指标 {fn} 需要选择字段", "The measure {fn} needs a field")
DIMENSION_NEEDED = message("dimension_needed", "维度需要字段或公式", "A dimension needs a field or a formula")
UNKNOWN_MEASURE = message("unknown_measure", "没有叫“{name}”的指标", "There is no measure called “{name}”")
UNKNOWN_COLUMN = message("unknown_column", "没有叫“{name}”的维度或指标", "There is no dimension or measure “{name}”")
DUPLICATE_COLUMN = message("duplicate_key", "“{name}”用了两次", "“{name}” is used twice")
MEASURE_NEEDED = message("measure_needed", "至少需要一个指标", "At least one measure is needed")
TOO_MANY_DIMENSIONS = message(
    "chart_dimensions", "这种图需要 {least} 到 {most} 个维度", "This chart takes {least} to {most} dimensions"
)
TOO_MANY_MEASURES = message(
    "chart_measures", "这种图需要 {least} 到 {most} 个指标", "This chart takes {least} to {most} measures"
)
NOT_YET = message("not_supported", "暂不支持：{what}", "Not supported yet: {what}")
UNMATCHED_BLEND = message(
    "blend_unmatched",
    "取自表单“{form}”的指标没有说明按哪个字段对应维度“{name}”",
    "The measure from “{form}” does not say which field answers the dimension “{name}”",
)
